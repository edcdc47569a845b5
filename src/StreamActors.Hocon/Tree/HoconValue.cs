namespace StreamActors.Hocon;

/// <summary>A resolved value: an object, a list or a scalar, and where it was written. Nothing in it changes after it is made.</summary>
public abstract class HoconValue
{
    private protected HoconValue(Origin origin, long weight)
    {
        Origin = origin;
        Weight = weight;
    }

    public Origin Origin { get; }

    /// <summary>Values and characters below this one, counted as often as they appear: shared parts make a small tree look vast.</summary>
    internal long Weight { get; }

    /// <summary>What the value is, in the words of a message to an operator.</summary>
    internal abstract string Kind { get; }

    /// <summary>The value as HOCON that any parser reads: no substitutions, no includes.</summary>
    public override string ToString() => HoconRendering.Render(this);
}
