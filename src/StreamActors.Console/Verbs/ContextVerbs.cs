namespace StreamActors.Cli;

/// <summary>context …: servers stored by name, each with its key.</summary>
internal static class ContextVerbs
{
    public static readonly Verb[] All =
    [
        new("context list", "the stored servers; * is the one in use", List),
        new("context add", "stores a server (--server URL) and its key, which is asked for or read from --key-file or STREAMACTORS_KEY",
            Add) { Arguments = "NAME", Fewest = 1, Most = 1, Options = [new("--no-key", null, "store no key")] },
        Verb.One("context use", "sends all commands to this server from now on", Use) with { Arguments = "NAME", Ids = "contexts" },
        Verb.One("context remove", "removes a server and its key from the list", Remove) with { Arguments = "NAME", Ids = "contexts" },
    ];

    private static ExitCode List(Session session)
    {
        var file = ContextFile.Of(session.Terminal);
        var table = new Table("CONTEXT", "KEY", "SERVER");
        foreach (var context in file.Contexts)
            table.Add(context.Name + (context.Name == file.Current ? " *" : ""), context.Key is null ? "none" : "stored",
                context.Url.OriginalString);
        session.Terminal.Say(table, "No contexts. Add one: streamactors context add NAME --server URL");
        return ExitCode.Done;
    }

    private static ExitCode Add(Session session)
    {
        var line = session.Line;
        var name = line.Argument(0);
        if (line.Value("--server") is not { } server)
            throw VerbFailedException.Misused("context add requires --server URL.", $"Use streamactors context add {name} --server URL");
        var url = Target.Address(server, "--server");
        var key = line.Has("--no-key") ? null
            : line.Value("--key-file") is { } keyFile ? Target.KeyOf(keyFile)
            : Target.Checked(
            session.Terminal.Variable("STREAMACTORS_KEY") ?? SecretPrompt.Secret(session.Terminal, $"The API key for {url}")
                .Trim(), "The key given");
        var file = ContextFile.Of(session.Terminal);
        file.Put(new Context(name, url, key));
        file.Save();
        if (key is not null && url is { Scheme: "http", IsLoopback: false })
            session.Terminal.Complain(
                $"The key will be sent to {url} unencrypted: put a proxy with TLS in front of the server, and add it as https://…");
        return session.Done(
            $"Context {name} is stored{(file.Current == name ? " and in use" : "")}. Try it: streamactors me --context {name}"
            + (file.Current == name ? "" : $"\nUse it for every command: streamactors context use {name}"));
    }

    private static ExitCode Use(Session session)
    {
        var file = ContextFile.Of(session.Terminal);
        var context = Known(file, session.Line.Argument(0));
        file.Use(context.Name);
        file.Save();
        return session.Done($"Commands go to {context.Url} from now on.");
    }

    private static ExitCode Remove(Session session)
    {
        var file = ContextFile.Of(session.Terminal);
        var context = Known(file, session.Line.Argument(0));
        file.Remove(context.Name);
        file.Save();
        return session.Done($"Context {context.Name} is removed, and its key with it.");
    }

    private static Context Known(ContextFile file, string name) =>
        file.Find(name) ?? throw new VerbFailedException(ExitCode.NotFound, $"There is no context '{name}'.",
        "List the contexts: streamactors context list");
}
