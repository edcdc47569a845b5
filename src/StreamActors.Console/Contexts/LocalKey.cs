namespace StreamActors.Cli;

/// <summary>The key that a server on this machine has written for its own user: looked for where no other key is given.</summary>
internal static class LocalKey
{
    private const string Name = "local.key";

    /// <returns>Null where there is none; the server then says that credentials are missing.</returns>
    public static string? For(Uri server, Terminal terminal)
    {
        if (!server.IsLoopback)
            return null;
        foreach (var file in Places(server, terminal).Where(File.Exists))
        {
            try
            {
                return Target.KeyOf(file);
            }
            catch (UnauthorizedAccessException)
            {
                throw new VerbFailedException(
                    ExitCode.NotAllowed, $"Permission denied: {file} is the key of another user's server.", "Run this as that user or as root, or give a key of your own with --key-file.");
            }
        }
        return null;
    }

    private static IEnumerable<string> Places(Uri server, Terminal terminal)
    {
        if (terminal.Variable("STREAMACTORS_DATA") is { } data)
            yield return Path.Combine(data, Name);
        var state = terminal.Variable("XDG_STATE_HOME") ?? Path.Combine(terminal.Home, ".local", "state");
        yield return Path.Combine(state, "streamactors", FormattableString.Invariant($"{server.Port}.key"));
    }
}
