namespace StreamActors.Cli;

/// <summary>The local key of a server on this machine, used if no other key is given.</summary>
internal static class LocalKey
{
    /// <summary>The address of the server whose data folder STREAMACTORS_DATA names; null if none is running.</summary>
    public static Uri? Server(Terminal terminal) => OfDataFolder(terminal) is not var (_, url) ? null
        : IsEveryAddress(url) ? new UriBuilder(url) { Host = "127.0.0.1" }.Uri
        : url.IsLoopback ? url : null;

    /// <returns>The address and the key the server wrote; null if there are none, and the server then reports missing
    /// credentials.</returns>
    public static (Uri Url, string Key)? For(Uri server, Terminal terminal)
    {
        if (!server.IsLoopback)
            return null;
        var state = terminal.Variable("XDG_STATE_HOME") ?? Path.Combine(terminal.Home, ".local", "state");
        var found = OfDataFolder(terminal) ?? Read(Path.Combine(state, "streamactors", FormattableString.Invariant($"{server.Port}.key")));
        return found is var (key, url) && At(server, url) is { } place ? (place, key) : null;
    }

    /// <summary>
    /// Another user's program may listen on another loopback address of the same port, and 'localhost' may resolve to it: the key is only
    /// sent to the address the server wrote.
    /// </summary>
    private static Uri? At(Uri asked, Uri written) => written.Port != asked.Port ? null
        : asked.Host == "localhost" && written.IsLoopback ? new UriBuilder(asked) { Scheme = written.Scheme, Host = written.Host }.Uri
        : asked.Host == written.Host || IsEveryAddress(written) ? new UriBuilder(asked) { Scheme = written.Scheme }.Uri : null;

    private static bool IsEveryAddress(Uri url) => url.Host is "0.0.0.0" or "[::]";

    private static (string Key, Uri Url)? OfDataFolder(Terminal terminal) => terminal.Variable("STREAMACTORS_DATA") is { } data
        ? Read(Path.Combine(data, "local.key")) : null;

    private static (string Key, Uri Url)? Read(string file)
    {
        if (!File.Exists(file))
            return null;
        try
        {
            var lines = File.ReadLines(file).Take(2).ToArray();
            return (Target.Checked(lines.FirstOrDefault() ?? "", $"The first line of {file}"),
                Uri.TryCreate(lines.ElementAtOrDefault(1), UriKind.Absolute, out var url) ? url : new Uri("about:blank"));
        }
        catch (UnauthorizedAccessException)
        {
            throw new VerbFailedException(
                ExitCode.NotAllowed, $"Permission denied: {file} is the key of another user's server.",
                "Run this as that user or as root, or give a key of your own with --key-file.");
        }
    }
}
