using StreamActors.Media.Srt;

namespace StreamActors.Streaming;

/// <summary>
/// The stream ID of a caller on the shared port: #!::r=ID,m=publish,s=KEY as in SRT's access control guidelines, or publish:ID:KEY; to read
/// m=request and read. A user name before the key is skipped. No record: it holds a key.
/// </summary>
internal sealed class SrtStreamId
{
    public const string Forms = "#!::r=ID,m=publish,s=KEY or publish:ID:KEY; to read #!::r=ID,m=request,s=KEY or read:ID:KEY";

    private const string Keyed = "#!::";

    private SrtStreamId(bool publishes, string input, IReadOnlyList<string> keys) => (Publishes, Input, Keys) = (publishes, input, keys);

    public bool Publishes { get; }

    /// <summary>The id of an input.</summary>
    public string Input { get; }

    /// <summary>What may be its key: one that holds a colon looks like a user name and a key.</summary>
    public IReadOnlyList<string> Keys { get; }

    /// <returns>Null with a code of <see cref="SrtRejection"/> if it has no such form.</returns>
    public static SrtStreamId? Parse(string text, out int rejection)
    {
        var (mode, input, keys) = text.StartsWith(Keyed, StringComparison.Ordinal) ? OfKeyed(text[Keyed.Length..]) : OfPlain(text);
        input = input.TrimStart('/');
        rejection = input.Length == 0 ? SrtRejection.BadRequest : mode is "publish" or "request" or "read" ? 0 : SrtRejection.BadMode;
        return rejection == 0 ? new SrtStreamId(mode == "publish", input, keys) : null;
    }

    private static (string Mode, string Input, string[] Keys) OfKeyed(string text)
    {
        var parts = text.Split(',').Select(p => p.Split('=', 2)).Where(p => p.Length == 2).ToLookup(p => p[0], p => p[1],
            StringComparer.Ordinal);
        return (parts["m"].LastOrDefault("request"), parts["r"].LastOrDefault(""), [.. parts["s"].TakeLast(1)]);
    }

    private static (string Mode, string Input, string[] Keys) OfPlain(string text) => text.Split(':', 3) switch
    {
        [var mode, var input, var key] => (mode, input, key.Split(':', 2) is [_, var last] ? [key, last] : [key]),
        [var mode, var input] => (mode, input, []),
        _ => ("", "", []),
    };
}
