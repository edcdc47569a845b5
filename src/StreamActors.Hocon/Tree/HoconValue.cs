namespace StreamActors.Hocon;

/// <summary>A resolved value: an object, a list or a scalar, and where it was written. Immutable.</summary>
public abstract class HoconValue
{
    private protected HoconValue(ValueOrigin valueOrigin, long weight)
    {
        Origin = valueOrigin;
        Weight = weight;
    }

    public ValueOrigin Origin { get; }

    /// <summary>Values and characters in this tree, counted as often as they appear: shared parts can make a small tree huge.</summary>
    internal long Weight { get; }

    /// <summary>The kind of the value, in words for a message.</summary>
    internal abstract string Kind { get; }

    /// <summary>The value as HOCON for any parser: without substitutions and includes.</summary>
    public override string ToString() => HoconRendering.Render(this);
}
