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
        new StreamActorsOptions { Journal = new() { Postgresql = new() { Connection = new("Password=hunter2") } } }.ToString().ShouldNotContain("hunter2");

    [Fact]
    public void Everything_wrong_is_told_at_once() =>
        Should.Throw<ConfigurationRefused>(() => Settings.Read(CommandLine.Parse(["up", "--streamactors.embedded.wakes-at-once=0", "--streamactors.http.allowed-origins=*", "--streamactors.secrets.master-key.from=nowhere"])))
            .Problems.Select(p => p.Key).ShouldBe(["streamactors.http.allowed-origins", "streamactors.secrets.master-key.from", "streamactors.embedded.wakes-at-once"]);

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
            Should.Throw<ConfigurationRefused>(() => Settings.Read(line)).Problems.ShouldHaveSingleItem().Key.ShouldBe("streamactors.http.allowed-origins");
    }

    [Theory]
    [InlineData("127.0.0.1:8080", true)]
    [InlineData("localhost:0", true)]
    [InlineData("[::1]:80", true)]
    [InlineData("10.0.0.1:80", false)]
    public void An_address_knows_whether_others_reach_it(string text, bool loopback) => ListenAddress.Parse(text, null).IsLoopback.ShouldBe(loopback);

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
    public void Nodes_to_join_are_addresses_with_ports(string text, bool accepted) => JoinAddresses.TryParse(text, null, out _).ShouldBe(accepted);

    [Fact]
    public void What_is_written_for_Akka_is_handed_on_as_text_that_its_own_parser_reads()
    {
        using var scratch = new Scratch();
        var file = scratch.Write("mine.conf", "akka.remote { dot-netty.tcp.enable-ssl = true }");
        Settings.ReadAll(CommandLine.Parse(["up", "--config", file])).Akka.ShouldContain("enable-ssl");
        Settings.ReadAll(CommandLine.Parse(["up"])).Akka.ShouldBe("");
    }
}
