namespace StreamActors.Hocon;

/// <summary>The only exception of the HOCON reader, for any input: the place, and a sentence that explains the error.</summary>
public sealed class HoconException(ValueOrigin valueOrigin, string sentence, Exception? inner = null)
    : FormatException($"{valueOrigin}: {sentence}", inner)
{
    public ValueOrigin Origin { get; } = valueOrigin;

    public string Sentence { get; } = sentence;
}
