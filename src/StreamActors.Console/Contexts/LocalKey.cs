namespace StreamActors.Cli;

/// <summary>The key that a server on this machine has written for its own user: looked for where no other key is given.</summary>
internal static class LocalKey
{
    private const string Name = "local.key";

    /// <summary>The server whose data folder STREAMACTORS_DATA names, where it said that it listens; null where it names none that runs.</summary>
    public static Uri? Server(Terminal terminal)
    {
        if (terminal.Variable("STREAMACTORS_DATA") is not { } data || Path.Combine(data, Name) is var file && !File.Exists(file))
            return null;
        var url = Read(file).Url;
        return url.Host is "0.0.0.0" or "[::]" ? new UriBuilder(url) { Host = "127.0.0.1" }.Uri : url.IsLoopback ? url : null;
    }

    /// <returns>The address the server wrote beside its key, and the key; null where there is none: the server then says that credentials are missing.</returns>
    public static (Uri Url, string Key)? For(Uri server, Terminal terminal)
    {
        if (!server.IsLoopback)
            return null;
        if (terminal.Variable("STREAMACTORS_DATA") is { } data && Path.Combine(data, Name) is var named && File.Exists(named))
            return Read(named) is var (own, listens) && At(server, listens) is { } place ? (place, own) : null;
        var state = terminal.Variable("XDG_STATE_HOME") ?? Path.Combine(terminal.Home, ".local", "state");
        var file = Path.Combine(state, "streamactors", FormattableString.Invariant($"{server.Port}.key"));
        return File.Exists(file) && Read(file) is var (key, url) && At(server, url) is { } there ? (there, key) : null;
    }

    /// <summary>
    /// On another loopback address of the same port another user's program may listen, and 'localhost' may lead there: the key is shown where the
    /// server said that it listens, and nowhere else.
    /// </summary>
    private static Uri? At(Uri asked, Uri written)
    {
        if (written.Port != asked.Port)
            return null;
        if (asked.Host == "localhost" && written.IsLoopback)
            return new UriBuilder(asked) { Host = written.Host }.Uri;
        return asked.Host == written.Host || written.Host is "0.0.0.0" or "[::]" ? asked : null;
    }

    private static (string Key, Uri Url) Read(string file)
    {
        try
        {
            var key = Target.KeyOf(file);
            return (key, Uri.TryCreate(File.ReadLines(file).ElementAtOrDefault(1), UriKind.Absolute, out var url) ? url : new Uri("about:blank"));
        }
        catch (UnauthorizedAccessException)
        {
            throw new VerbFailedException(
                ExitCode.NotAllowed, $"Permission denied: {file} is the key of another user's server.", "Run this as that user or as root, or give a key of your own with --key-file.");
        }
    }
}
