using Akka.Actor;
using Akka.Configuration;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Xunit.Abstractions;
using Envelope = StreamActors.Kernel.Envelope;

namespace StreamActors.Runtime.Akka.Tests;

/// <summary>What an operator writes reaches Akka, save for what the journal's soundness rests on.</summary>
public sealed class SettingsSpecs(ITestOutputHelper output) : global::Akka.Hosting.TestKit.TestKit(output: output, logLevel: LogLevel.Warning)
{
    private static readonly AkkaRuntimeOptions Options = new("here", [], SqlStore.Words, JournalDatabase.Sqlite("Data Source=:memory:"))
    {
        Cluster = new ClusterSettings { Roles = ["media"], AcceptablePause = TimeSpan.FromSeconds(9), HeartbeatInterval = TimeSpan.FromMilliseconds(700) },
        Hocon = """
            akka.cluster.failure-detector.acceptable-heartbeat-pause = 11s
            akka.cluster.sharding { remember-entities = on, state-store-mode = persistence }
            akka.persistence.journal.sql { replay-filter.mode = repair-by-discard-old, batch-size = 33 }
            """,
    };

    private Config Cluster => Sys.Settings.Config.GetConfig("akka.cluster");

    [Fact]
    public void What_the_operator_writes_comes_before_what_is_mapped_and_that_before_akkas_own()
    {
        Cluster.GetTimeSpan("failure-detector.acceptable-heartbeat-pause").ShouldBe(TimeSpan.FromSeconds(11));
        Cluster.GetTimeSpan("failure-detector.heartbeat-interval").ShouldBe(TimeSpan.FromMilliseconds(700));
        Cluster.GetStringList("roles").ShouldBe(["media", "streamactors-node-here"]);
        Sys.Settings.Config.GetInt("akka.persistence.journal.sql.batch-size").ShouldBe(33);
    }

    [Fact]
    public void What_the_journals_soundness_rests_on_is_not_the_operators()
    {
        Cluster.GetBoolean("sharding.remember-entities").ShouldBeFalse();
        Cluster.GetString("sharding.state-store-mode").ShouldBe("ddata");
        Cluster.GetStringList("sharding.distributed-data.durable.keys").ShouldBeEmpty();
        Sys.Settings.Config.GetString("akka.persistence.journal.sql.replay-filter.mode").ShouldBe("off");
        Sys.Settings.Config.GetString("akka.persistence.journal.plugin").ShouldBe("akka.persistence.journal.sql");
        Sys.Serialization.FindSerializerForType(typeof(Envelope)).Identifier.ShouldBe(4711);
    }

    [Theory]
    [InlineData("127.0.0.1", "", true)]
    [InlineData("localhost", "", true)]
    [InlineData("::1", "", true)]
    [InlineData("10.0.0.7", "", false)]
    [InlineData("node-7.studio", "", false)]
    [InlineData("0.0.0.0", "", false)]
    [InlineData("127.0.0.1", "akka.remote.dot-netty.tcp.hostname = 10.0.0.7", false)]
    [InlineData("10.0.0.7", "akka.remote.dot-netty.tcp.enable-ssl = true", true)]
    public void Without_tls_a_node_listens_on_its_own_machine_only(string host, string hocon, bool isTaken)
    {
        var refusal = Record.Exception(() => RuntimeHocon.RefuseOpenNetwork(new ClusterSettings { Host = host }, ConfigurationFactory.ParseString(hocon)));
        (refusal is null).ShouldBe(isTaken);
        if (refusal is not null)
            refusal.Message.ShouldContain(hocon.Length > 0 ? "10.0.0.7" : host);
    }

    protected override void ConfigureServices(HostBuilderContext context, IServiceCollection services)
    {
        services.AddSingleton<IJournal>(new MemoryJournal()).AddSingleton<ITimeline>(new MemoryTimeline()).AddSingleton(TimeProvider.System).AddSingleton(Options);
        services.AddSingleton<AkkaRuntime>();
    }

    protected override void ConfigureAkka(AkkaConfigurationBuilder builder, IServiceProvider provider) => provider.GetRequiredService<AkkaRuntime>().Compose(builder);
}
