using Akka.Actor;
using Akka.Configuration;
using Petabridge.Cmd.Host;

namespace StreamActors.Pbm;

/// <summary>
/// Has a node answer <c>pbm</c>: started with its actor system, since the configuration names it among <c>akka.extensions</c>.
/// </summary>
public sealed class PbmExtension : ExtensionIdProvider<PbmStarted>
{
    private const string Key = "streamactors-pbm.local-key";

    /// <summary>
    /// What a node's configuration needs, under what the operator writes; the operator's own extensions stay. On this machine alone, since
    /// Petabridge.Cmd asks nobody for credentials.
    /// </summary>
    /// <param name="localKey">The file in which the server has written its address and its key.</param>
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
        pbm.RegisterCommandPalette(new StreamActorsCommands(new Verbs(new NodeDoor(client))));
        pbm.Start();
        return new PbmStarted();
    }
}

/// <summary>There when the palette is.</summary>
public sealed class PbmStarted : IExtension;
