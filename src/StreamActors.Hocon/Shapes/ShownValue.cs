using System.Buffers;

namespace StreamActors.Hocon.Shapes;

/// <summary>
/// A value for display in messages, which end up in logs. Likely secrets are masked: by the words of the key, by those of the
/// key that was probably meant, or by the value itself.
/// </summary>
internal static class ShownValue
{
    private const int Longest = 80;

    private static readonly char[] WordEnds = ['.', '-', '_', '"', '*'];

    private static readonly HashSet<string> SecretWords = new(StringComparer.OrdinalIgnoreCase)
    {
        "key", "keys", "pass", "password", "passwd", "passphrase", "pwd", "secret", "secrets", "token", "tokens",
        "credential", "credentials", "connection", "dsn",
    };

    private static readonly SearchValues<string> Telltales =
        SearchValues.Create(["pass", "pwd", "secret", "token", "credential", "@"], StringComparison.OrdinalIgnoreCase);

    internal static string? Of(string? value, params ReadOnlySpan<string> keys)
    {
        if (value is null)
            return null;
        foreach (var key in keys)
        {
            if (key.Split(WordEnds).Any(SecretWords.Contains))
                return "(hidden)";
        }

        if (value.AsSpan().ContainsAny(Telltales))
            return "(hidden)";
        var line = value.Trim().ReplaceLineEndings(" ");
        return line.Length <= Longest ? $"'{line}'" : $"'{line[..Longest]}…'";
    }
}
