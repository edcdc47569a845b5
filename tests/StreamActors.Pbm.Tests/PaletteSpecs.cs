using System.Net;
using System.Net.Sockets;
using Akka.Actor;
using Akka.Configuration;
using Petabridge.Cmd;
using Petabridge.Cmd.Host;

namespace StreamActors.Pbm.Tests;

/// <summary>The palette as a node registers it, on a stub of Petabridge.Cmd, and a node that answers over HTTP.</summary>
public sealed class PaletteSpecs : IAsyncLifetime
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("sa-pbm-");
    private readonly HttpListener _node = new();
    private readonly List<string?> _keys = [];
    private ActorSystem _system = null!;

    public Task InitializeAsync()
    {
        var url = $"http://127.0.0.1:{FreePort()}";
        _node.Prefixes.Add(url + "/");
        _node.Start();
        _ = Answer();
        File.WriteAllLines(LocalKey, ["sa_local", url]);
        var theirs = $"akka.loglevel = WARNING, akka.extensions = [\"{typeof(Their).AssemblyQualifiedName}\"]";
        _system = ActorSystem.Create("pbm", ConfigurationFactory.ParseString(PbmExtension.Under(theirs, LocalKey)));
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        await _system.Terminate();
        _node.Close();
        _data.Delete(recursive: true);
    }

    private string LocalKey => Path.Combine(_data.FullName, "local.key");

    [Fact]
    public void A_node_has_registered_the_palette_and_started_it_on_this_machine_alone()
    {
        var pbm = PetabridgeCmd.Get(_system);
        pbm.IsStarted.ShouldBeTrue();
        var palette = pbm.Registered.ShouldHaveSingleItem().Palette;
        palette.ModuleName.ShouldBe("streamactors");
        palette.Commands.Select(c => c.Name).ShouldBe(["status", "entities", "where", "journal"]);
        palette.Commands.Single(c => c.Name == "entities").ArgumentsByName["kind"].Switch.ShouldContain("-k");
        _system.Settings.Config.GetString("petabridge.cmd.host").ShouldBe("127.0.0.1");
        _system.HasExtension<TheirStarted>().ShouldBeTrue("the operator's own extensions stay");
    }

    [Fact]
    public async Task Each_verb_is_asked_of_the_node_with_its_local_key_and_answered_to_whoever_asked()
    {
        (await Ask(new Command("where", ("-i", "input/studio")))).ShouldBe("input/studio is awake on one.");
        (await Ask(new Command("entities", ("-k", "input")))).ShouldStartWith("id");
        (await Ask(new Command("journal"))).ShouldStartWith("SQLite at x: position 203");
        (await Ask(new Command("status"))).ShouldStartWith("one is healthy");
        _keys.ShouldBe(["sa_local", "sa_local", "sa_local", "sa_local"]);
    }

    [Fact]
    public async Task A_verb_that_fails_is_answered_as_an_error_with_the_reason()
    {
        (await Reply(new Command("where", ("-i", "studio")))).ShouldBeOfType<ErroredCommandResponse>().Message.ShouldContain("kind/id");
        File.Delete(LocalKey);
        (await Reply(new Command("journal"))).ShouldBeOfType<ErroredCommandResponse>().Message.ShouldContain("local.key");
    }

    private async Task<string> Ask(Command command) => (await Reply(command)).ShouldBeOfType<CommandResponse>().Message;

    private Task<CommandResponse> Reply(Command command) =>
        _system.ActorOf(PetabridgeCmd.Get(_system).Registered[0].HandlerProps).Ask<CommandResponse>(command, Timeout);

    private async Task Answer()
    {
        while (_node.IsListening)
        {
            HttpListenerContext asked;
            try
            {
                asked = await _node.GetContextAsync();
            }
            catch (Exception closed) when (closed is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
            _keys.Add(asked.Request.Headers["X-API-Key"]);
            asked.Response.Close(System.Text.Encoding.UTF8.GetBytes(asked.Request.Url!.AbsolutePath switch
            {
                "/api/v1/entities/input/studio/where" => """{"kind":"input","id":"studio","node":"one"}""",
                "/api/v1/entities" =>
                    """{"entities":[{"kind":"input","id":"studio","version":12,"changed":"x","wanted":true}],"next":null}""",
                "/api/v1/journal" =>
                    """{"database":"SQLite","where":"SQLite at x","schemaVersion":1,"position":203,"commits":9,"readers":[]}""",
                _ => """{"status":"healthy","version":"0.1.0","node":"one","runtime":"single-node","members":[],"started":"x","checks":[]}""",
            }), willBlock: false);
        }
    }

    public sealed class Their : ExtensionIdProvider<TheirStarted>
    {
        public override TheirStarted CreateExtension(ExtendedActorSystem system) => new();
    }

    public sealed class TheirStarted : IExtension;

    /// <summary>Below the kernel's ephemeral ports: no outgoing connection can take it before it is used.</summary>
    private static int FreePort()
    {
        while (true)
        {
            using var probe = new TcpListener(IPAddress.Loopback, Random.Shared.Next(12_000, 20_000));
            try
            {
                probe.Start();
                return ((IPEndPoint)probe.LocalEndpoint).Port;
            }
            catch (SocketException)
            {
                // In use: try another.
            }
        }
    }
}
