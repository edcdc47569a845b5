namespace StreamActors.Hocon;

/// <summary>The only exception that reading HOCON throws, whatever the input: the place, and a sentence that helps.</summary>
public sealed class HoconException(Origin origin, string sentence, Exception? inner = null)
    : FormatException($"{origin}: {sentence}", inner)
{
    public Origin Origin { get; } = origin;

    public string Sentence { get; } = sentence;
}
