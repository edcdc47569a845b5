namespace StreamActors.Hocon;

/// <summary>The only exception of the HOCON reader, for any input: the place, and a sentence that explains the error.</summary>
public sealed class HoconException(Origin origin, string sentence, Exception? inner = null)
    : FormatException($"{origin}: {sentence}", inner)
{
    public Origin Origin { get; } = origin;

    public string Sentence { get; } = sentence;
}
