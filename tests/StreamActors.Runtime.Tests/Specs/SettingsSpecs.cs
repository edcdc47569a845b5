using Akka.Actor;
using Akka.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace StreamActors.Runtime.Tests;

/// <summary>Operator settings reach Akka, except for those that our own tables replace.</summary>
public sealed class SettingsSpecs(SettingsSpecs.Node node) : IClassFixture<SettingsSpecs.Node>
{
    private static readonly AkkaRuntimeOptions Options = new("here", [], SqlStore.Words)
    {
        Cluster = new ClusterSettings { Roles = ["media"], AcceptablePause = TimeSpan.FromSeconds(9),
            HeartbeatInterval = TimeSpan.FromMilliseconds(700) },
        Hocon = """
            akka.cluster.failure-detector.acceptable-heartbeat-pause = 11s
            akka.cluster.sharding { remember-entities = on, state-store-mode = persistence }
            akka.remote.dot-netty.tcp.batching.max-pending-writes = 33
            """,
    };

    private Config Cluster => node.Settings.Config.GetConfig("akka.cluster");

    [Fact]
    public void What_the_operator_writes_comes_before_what_is_mapped_and_that_before_akkas_own()
    {
        Cluster.GetTimeSpan("failure-detector.acceptable-heartbeat-pause").ShouldBe(TimeSpan.FromSeconds(11));
        Cluster.GetTimeSpan("failure-detector.heartbeat-interval").ShouldBe(TimeSpan.FromMilliseconds(700));
        Cluster.GetStringList("roles").ShouldBe(["media", "streamactors-node-here"]);
        node.Settings.Config.GetInt("akka.remote.dot-netty.tcp.batching.max-pending-writes").ShouldBe(33);
    }

    [Fact]
    public void What_tables_of_our_own_take_the_place_of_is_not_the_operators()
    {
        Cluster.GetBoolean("sharding.remember-entities").ShouldBeFalse();
        Cluster.GetString("sharding.state-store-mode").ShouldBe("ddata");
        Cluster.GetStringList("sharding.distributed-data.durable.keys").ShouldBeEmpty();
    }

    [Fact]
    public void Akka_itself_writes_nothing_to_standard_output() =>
        node.Settings.StdoutLogger.ShouldBeOfType<SilentLogger>();

    [Theory]
    [InlineData("127.0.0.1", "", true)]
    [InlineData("localhost", "", true)]
    [InlineData("::1", "", true)]
    [InlineData("10.0.0.7", "", false)]
    [InlineData("node-7.studio", "", false)]
    [InlineData("0.0.0.0", "", false)]
    [InlineData("127.0.0.1", "akka.remote.dot-netty.tcp.hostname = 10.0.0.7", false)]
    [InlineData("10.0.0.7", "akka.remote.dot-netty.tcp.enable-ssl = true", true)]
    [InlineData("10.0.0.7", "akka.remote.dot-netty.tcp { enable-ssl = true, ssl.suppress-validation = true }", false)]
    [InlineData("10.0.0.7", "akka.remote.dot-netty.tcp { enable-ssl = true, ssl.require-mutual-authentication = false }", false)]
    [InlineData("127.0.0.1", "akka.remote.dot-netty.tcp.ssl.suppress-validation = true", true)]
    public void Without_tls_a_node_listens_on_its_own_machine_only(string host, string hocon, bool isTaken)
    {
        var refusal = Record.Exception(() => RuntimeHocon.RefuseOpenNetwork(new ClusterSettings { Host = host },
            ConfigurationFactory.ParseString(hocon)));
        (refusal is null).ShouldBe(isTaken);
        if (refusal is not null)
            refusal.Message.ShouldContain(hocon.Length > 0 ? "10.0.0.7" : host);
    }

    /// <summary>One for all tests: leaving a cluster that it never joined takes seconds.</summary>
    public sealed class Node : IAsyncLifetime
    {
        private readonly IHost _host;

        public Node()
        {
            var host = Host.CreateEmptyApplicationBuilder(null);
            host.Services.AddSingleton<IJournal>(new MemoryJournal()).AddSingleton<ITimeline>(new MemoryTimeline()).AddLogging();
            host.Services.AddAkkaRuntime(Options);
            _host = host.Build();
        }

        internal Settings Settings => _host.Services.GetRequiredService<ActorSystem>().Settings;

        public Task InitializeAsync() => _host.StartAsync();

        public async Task DisposeAsync()
        {
            await _host.StopAsync();
            _host.Dispose();
        }
    }
}
