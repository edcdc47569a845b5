using StreamActors.Domain.Addresses;
using StreamActors.Hocon.Shapes;

namespace StreamActors.Server.Tests;

public sealed class SettingsSpecs
{
    [Fact]
    public void The_command_line_has_the_last_word_over_the_file()
    {
        using var scratch = new Scratch();
        var file = scratch.Write("mine.conf", "streamactors { node = from-file, data = from-file }");
        var options = Settings.Read(CommandLine.Parse(["up", "--config", file, "--data", "from-line"]));
        (options.Node, options.Data).ShouldBe(("from-file", "from-line"));
    }

    [Fact]
    public void A_node_without_a_name_takes_the_machine_s() =>
        Settings.Read(CommandLine.Parse(["up"])).Node.ShouldMatch("^[a-z0-9][a-z0-9-]*$");

    [Fact]
    public void A_connection_is_never_printed() =>
        new StreamActorsOptions { Journal = new() { Postgresql = new() { Connection = new("Password=hunter2") } } }.ToString()
        .ShouldNotContain("hunter2");

    [Fact]
    public void Everything_wrong_is_told_at_once() =>
        Should.Throw<ConfigurationRefused>(
        () => Settings.Read(CommandLine.Parse(["up", "--streamactors.entities.wakes-at-once=0", "--streamactors.http.allowed-origins=*",
            "--streamactors.secrets.master-key.from=nowhere"])))
            .Problems.Select(p => p.Key)
            .ShouldBe(["streamactors.http.allowed-origins", "streamactors.secrets.master-key.from", "streamactors.entities.wakes-at-once"]);

    [Theory]
    [InlineData("--runtime", "cluster", "streamactors.cluster.join")]
    [InlineData("--streamactors.runtime", "embedded", "Remove the key")]
    [InlineData("--streamactors.embedded.wakes-at-once", "8", "streamactors.entities")]
    [InlineData("--streamactors.http.open-on-loopback", "true", "streamactors keys create")]
    public void A_key_that_is_gone_is_refused_on_the_command_line_and_told_what_to_do_instead(string key, string value, string cure)
    {
        var refusal = Should.Throw<StartRefusedException>(() => Settings.Read(CommandLine.Parse(["up", key, value])));
        refusal.Code.ShouldBe(ExitCode.Configuration);
        refusal.Message.ShouldContain(" is gone: ");
        refusal.Message.ShouldContain(cure);
    }

    [Theory]
    [InlineData("streamactors.runtime = cluster", "streamactors.runtime is gone")]
    [InlineData("streamactors { embedded { deadline = 3s } }", "streamactors.embedded is gone")]
    public void A_key_that_is_gone_is_refused_in_a_file(string text, string said)
    {
        using var scratch = new Scratch();
        var line = CommandLine.Parse(["up", "--config", scratch.Write("mine.conf", text)]);
        Should.Throw<StartRefusedException>(() => Settings.Read(line)).Message.ShouldContain(said);
    }

    [Fact]
    public void Each_setting_is_shown_with_its_default()
    {
        var shown = SettingsShown.WithDefaults(Settings.Read(CommandLine.Parse(["up", "--streamactors.quota.inputs=5"])));
        shown.Single(s => s.Key == "quota.inputs").ShouldBe(new("quota.inputs", "5", "10000"));
        shown.Single(s => s.Key == "journal.poll").ShouldBe(new("journal.poll", "1s", "1s"));
        shown.Where(s => s.Value != s.Default).Select(s => s.Key).ShouldBe(["node", "quota.inputs"]);
    }

    [Fact]
    public void The_plugin_of_the_journal_is_one_of_two()
    {
        Plugin("akka-persistence-sql").ShouldBe(PluginChoice.AkkaPersistenceSql);
        Plugin("streamactors").ShouldBe(PluginChoice.Streamactors);
        SettingsShown.Of(new() { Journal = new() { Plugin = PluginChoice.AkkaPersistenceSql } })
            .ShouldContain(("journal.plugin", "akka-persistence-sql"));
        var problem = Should.Throw<ConfigurationRefused>(() => Plugin("sql")).Problems.ShouldHaveSingleItem();
        problem.Key.ShouldBe("streamactors.journal.plugin");
        problem.ToString().ShouldContain("akka-persistence-sql");

        static PluginChoice Plugin(string name) =>
            Settings.Read(CommandLine.Parse(["up", $"--streamactors.journal.plugin={name}"])).Journal.Plugin;
    }

    [Fact]
    public void A_server_that_is_told_of_no_others_is_alone_and_listens_for_none()
    {
        Cluster().IsAlone.ShouldBeTrue();
        Cluster("--streamactors.cluster.management.port=8558").IsAlone.ShouldBeTrue();
        var postgres = (string[])["--streamactors.journal.database=postgresql", "--streamactors.journal.postgresql.connection=Host=db"];
        Cluster([.. postgres, "--streamactors.cluster.listen=127.0.0.1:0"]).IsAlone.ShouldBeFalse();
        var joins = Cluster([.. postgres, "--join", "127.0.0.1:4053"]);
        (joins.IsAlone, joins.ListenAt).ShouldBe((false, new ListenAddress("127.0.0.1", 4053)));
        var onSqlite = Should.Throw<ConfigurationRefused>(() => Cluster("--streamactors.cluster.listen=127.0.0.1:0"));
        onSqlite.Problems.ShouldHaveSingleItem().Key.ShouldBe("streamactors.journal.database");

        static ClusterOptions Cluster(params string[] more) => Settings.Read(CommandLine.Parse(["up", .. more])).Cluster;
    }

    [Fact]
    public void Seed_nodes_that_are_named_to_Akka_of_a_server_that_is_alone_are_refused_and_not_left_undone()
    {
        using var scratch = new Scratch();
        var file = scratch.Write("mine.conf", "akka.cluster.seed-nodes = [\"akka.tcp://streamactors@10.0.0.1:4053\"]");
        var line = CommandLine.Parse(["up", "--config", file]);
        var problem = Should.Throw<ConfigurationRefused>(() => Settings.Read(line)).Problems.ShouldHaveSingleItem();
        problem.Key.ShouldBe("streamactors.cluster.join");
        problem.ToString().ShouldContain("akka.cluster.seed-nodes");
    }

    [Theory]
    [InlineData("*", false)]
    [InlineData("null", false)]
    [InlineData("console.example", false)]
    [InlineData("https://console.example/", false)]
    [InlineData("https://console.example:443", false)]
    [InlineData("https://a.example,file:///etc", false)]
    [InlineData("https://console.example, http://127.0.0.1:5173", true)]
    public void Origins_are_written_as_a_browser_writes_them_and_not_all_of_the_web_is_one(string text, bool sound)
    {
        var line = CommandLine.Parse(["up", $"--streamactors.http.allowed-origins={text}"]);
        if (sound)
            Settings.Read(line).Http.AllowedOrigins.ShouldBe(text);
        else
            Should.Throw<ConfigurationRefused>(() => Settings.Read(line)).Problems.ShouldHaveSingleItem().Key.ShouldBe(
                "streamactors.http.allowed-origins");
    }

    [Theory]
    [InlineData("127.0.0.1:8080", true)]
    [InlineData("localhost:0", true)]
    [InlineData("[::1]:80", true)]
    [InlineData("10.0.0.1:80", false)]
    public void An_address_knows_whether_others_reach_it(string text, bool loopback) =>
    ListenAddress.Parse(text, null).IsLoopback.ShouldBe(loopback);

    [Theory]
    [InlineData("8080")]
    [InlineData(":8080")]
    [InlineData("host.example:80")]
    [InlineData("127.0.0.1:70000")]
    [InlineData("127.0.0.1:")]
    public void What_is_no_address_is_refused(string text) => ListenAddress.TryParse(text, null, out _).ShouldBeFalse();

    [Theory]
    [InlineData("up", "up")]
    [InlineData("journal verify", "journal verify")]
    [InlineData("up --help", "help")]
    public void Words_before_the_options_are_the_verb(string line, string verb) =>
        CommandLine.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Verb.ShouldBe(verb);

    [Theory]
    [InlineData("up --data=x")]
    [InlineData("up --data x")]
    public void An_option_takes_its_value_after_a_space_or_an_equals_sign(string line) =>
        CommandLine.Parse(line.Split(' ')).Keys.ShouldBe(["--streamactors.data=x"]);

    [Theory]
    [InlineData("--data")]
    [InlineData("--data x")]
    [InlineData("up --http 127.0.0.1:0 stray")]
    public void A_line_that_makes_no_sense_is_refused(string line) =>
        Should.Throw<StartRefusedException>(() => CommandLine.Parse(line.Split(' '))).Code.ShouldBe(ExitCode.Usage);

    [Theory]
    [InlineData("", true)]
    [InlineData("10.0.0.1:4053", true)]
    [InlineData("node-1.example:4053, [::1]:4053", true)]
    [InlineData("node-1", false)]
    [InlineData("node-1:0", false)]
    [InlineData("node-1:4053,node 2:4053", false)]
    public void Nodes_to_join_are_addresses_with_ports(string text, bool accepted) =>
    JoinAddresses.TryParse(text, null, out _).ShouldBe(accepted);

    [Fact]
    public void What_is_written_for_Akka_is_handed_on_as_text_that_its_own_parser_reads()
    {
        using var scratch = new Scratch();
        var file = scratch.Write("mine.conf", "akka.remote { dot-netty.tcp.enable-ssl = true }");
        Settings.ReadAll(CommandLine.Parse(["up", "--config", file])).Akka.ShouldContain("enable-ssl");
        Settings.ReadAll(CommandLine.Parse(["up"])).Akka.ShouldBe("");
    }
}
