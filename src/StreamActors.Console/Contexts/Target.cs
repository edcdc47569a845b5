namespace StreamActors.Cli;

/// <summary>The server a command is sent to, and the key for it.</summary>
internal sealed record Target(Uri Url, string? Key, bool IsDefault)
{
    /// <summary>The key is that of a server on this machine, which is known by it: its certificate may be for another name.</summary>
    public bool IsLocal { get; init; }

    private static readonly Uri Here = new("http://127.0.0.1:8080");

    /// <summary>A stored key is only sent to the address it was stored with.</summary>
    public static Target Of(CommandLine line, Terminal terminal)
    {
        var target = Given(line, terminal);
        return target.Key is null && LocalKey.For(target.Url, terminal) is var (url, key)
            ? target with { Url = url, Key = key, IsLocal = true } : target;
    }

    private static Target Given(CommandLine line, Terminal terminal)
    {
        var key = line.Value("--key-file") is { } file ? KeyOf(file) : null;
        var fromVariable = terminal.Variable("STREAMACTORS_KEY") is { } variableKey ? Checked(variableKey, "STREAMACTORS_KEY") : null;
        if (line.Value("--context") is { } name)
        {
            var named = ContextFile.Of(terminal).Find(name)
                ?? throw new VerbFailedException(ExitCode.NotFound, $"There is no context '{name}'.",
                "List the contexts: streamactors context list");
            return new Target(named.Url, key ?? KeyOf(named), IsDefault: false);
        }
        if (line.Value("--server") is { } url)
            return new Target(Address(url, "--server"), key ?? fromVariable, IsDefault: false);
        if (terminal.Variable("STREAMACTORS_SERVER") is { } variable)
            return new Target(Address(variable, "STREAMACTORS_SERVER"), key ?? fromVariable, IsDefault: false);
        return ContextFile.Of(terminal).InUse is { } used
            ? new Target(used.Url, key ?? fromVariable ?? KeyOf(used), IsDefault: false)
            : new Target(LocalKey.Server(terminal) ?? Here, key ?? fromVariable, IsDefault: true);
    }

    public static Uri Address(string text, string said) =>
        Uri.TryCreate(text.Contains("://", StringComparison.Ordinal) ? text : $"http://{text}", UriKind.Absolute, out var url)
        && url.Scheme is "http" or "https"
            ? url
            : throw VerbFailedException.Misused($"{said} '{text}' is not a server's URL.",
            "Give one such as http://127.0.0.1:8080 or https://streams.example.");

    public static string KeyOf(string file) => Checked(SecretPrompt.FirstLine(file), $"The first line of {file}");

    private static string? KeyOf(Context context) => context.Key is { } key ? Checked(key, $"The stored key of context {context.Name}")
        : null;

    /// <summary>The key is sent as a header, so it must be printable ASCII.</summary>
    public static string Checked(string key, string where) => key.Length > 0 && key.All(c => c is > ' ' and <= '~')
        ? key
        : throw VerbFailedException.Misused($"{where} is not an API key.", "Give the key alone: one word of ASCII characters.");
}
