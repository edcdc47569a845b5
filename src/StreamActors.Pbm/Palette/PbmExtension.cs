using Akka.Actor;
using Akka.Configuration;
using Petabridge.Cmd.Host;

namespace StreamActors.Pbm;

/// <summary>Makes a node answer <c>pbm</c>. Starts with the actor system: the configuration lists it in <c>akka.extensions</c>.</summary>
public sealed class PbmExtension : ExtensionIdProvider<PbmStarted>
{
    private const string Key = "streamactors-pbm.local-key";

    /// <summary>Defaults for a node's configuration. Binds to loopback only: Petabridge.Cmd has no authentication.</summary>
    /// <param name="localKey">The file with the server's address and local key.</param>
    public static string Under(string operators, string localKey)
    {
        var theirs = ConfigurationFactory.ParseString(operators).GetStringList("akka.extensions", []);
        string[] extensions = [.. theirs, $"{typeof(PbmExtension).FullName}, {typeof(PbmExtension).Assembly.GetName().Name}"];
        return $$"""
            petabridge.cmd { host = "127.0.0.1", port = 9110 }
            {{Key}} = "{{localKey.Replace("\\", @"\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}}"
            {{operators}}
            akka.extensions = [{{string.Join(", ", extensions.Select(e => $"\"{e}\""))}}]
            """;
    }

    public override PbmStarted CreateExtension(ExtendedActorSystem system)
    {
        var key = new LocalKeyHandler(system.Settings.Config.GetString(Key));
        var client = new HttpClient(key) { BaseAddress = new Uri("http://127.0.0.1/") };
        system.RegisterOnTermination(client.Dispose);
        var pbm = PetabridgeCmd.Get(system);
        pbm.RegisterCommandPalette(new StreamActorsCommands(new Verbs(new NodeConnection(client))));
        pbm.Start();
        return new PbmStarted();
    }
}

public sealed class PbmStarted : IExtension;
