namespace StreamActors.Hocon.Syntax;

/// <summary>The files of one load, with the limits used up so far.</summary>
internal sealed class FilesRead(IncludeContext includeContext)
{
    private readonly List<string> _names = [];
    private int _includes;
    private long _characters;

    internal IReadOnlyList<string> Names => _names;

    /// <summary>The text of a file; null when it does not exist. Other errors are reported at <paramref name="asked"/>.</summary>
    internal string? TryRead(string path, string source, ValueOrigin asked)
    {
        byte[]? bytes;
        try
        {
            bytes = includeContext.ReadFile(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new HoconException(asked, $"'{source}' cannot be read: {failure.Message}", failure);
        }

        if (bytes is null)
            return null;
        var text = Utf8Text.Decode(Allowed(bytes, asked), source);
        _names.Add(path);
        return text;
    }

    internal void CountInclude(ValueOrigin valueOrigin)
    {
        if (++_includes > Limits.Includes)
            throw new HoconException(valueOrigin, $"more than {Limits.Includes} includes in one load.");
    }

    internal void CountCharacters(long length, ValueOrigin valueOrigin)
    {
        _characters += length;
        if (_characters > Limits.Characters)
            throw new HoconException(valueOrigin, $"more than {Limits.Characters / (1024 * 1024)} MiB of configuration in one load.");
    }

    private byte[] Allowed(byte[] bytes, ValueOrigin valueOrigin)
    {
        CountCharacters(bytes.Length, valueOrigin);
        return bytes;
    }
}
