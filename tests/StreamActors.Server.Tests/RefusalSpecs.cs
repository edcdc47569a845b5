namespace StreamActors.Server.Tests;

/// <summary>
/// Reasons not to start: reported with their place, without a stack trace, and with an exit code that scripts can distinguish.
/// </summary>
public sealed class RefusalSpecs : IDisposable
{
    private readonly Scratch _scratch = new();

    [Fact]
    public async Task A_key_nobody_knows_is_named_with_file_and_line_and_the_nearest_one()
    {
        var file = _scratch.Write("mine.conf", "streamactors {\n  http {\n    lisen = \"127.0.0.1:0\"\n  }\n}\n");
        var said = await Refused(ExitCode.Configuration, "up", "--config", file);
        said.ShouldContain($"{file}:3:5");
        said.ShouldContain("Did you mean streamactors.http.listen?");
    }

    [Fact]
    public async Task Open_on_loopback_is_gone_and_the_refusal_says_what_is_done_instead()
    {
        (await Refused(ExitCode.Configuration, "up", "--data", _scratch.Data, "--streamactors.http.open-on-loopback=false"))
            .ShouldContain("local.key");
        var file = _scratch.Write("mine.conf", "streamactors.http.open-on-loopback = true");
        (await Refused(ExitCode.Configuration, "up", "--config", file)).ShouldContain("local.key");
    }

    [Fact]
    public async Task A_value_of_the_wrong_kind_is_named_with_file_and_line()
    {
        var file = _scratch.Write("mine.conf", "streamactors.shutdown.grace = soon");
        var said = await Refused(ExitCode.Configuration, "up", "--config", file);
        said.ShouldContain($"{file}:1:31");
        said.ShouldContain("a duration");
    }

    [Fact]
    public async Task A_value_that_makes_no_sense_is_named_with_file_and_line()
    {
        var file = _scratch.Write("mine.conf", "streamactors.node = Studio\nstreamactors.shutdown.grace = 0s\n");
        var said = await Refused(ExitCode.Configuration, "up", "--config", file);
        said.ShouldContain($"{file}:1:21: streamactors.node is 'Studio'");
        said.ShouldContain($"{file}:2:31: streamactors.shutdown.grace is '0s'");
    }

    [Fact]
    public async Task A_second_node_on_SQLite_is_refused_and_told_that_it_needs_PostgreSQL() =>
        (await Refused(ExitCode.Configuration, "up", "--data", _scratch.Data, "--join", "127.0.0.1:4053"))
        .ShouldContain("a SQLite file can be used by one node only");

    [Fact]
    public async Task A_cluster_that_other_machines_reach_without_TLS_is_refused() =>
        (await Refused(ExitCode.Configuration, "up", "--data", _scratch.Data, "--streamactors.cluster.listen=0.0.0.0:4053"))
        .ShouldContain("enable-ssl");

    [Theory]
    [InlineData("suppress-validation = true")]
    [InlineData("require-mutual-authentication = off")]
    public async Task A_cluster_whose_TLS_takes_whoever_comes_is_refused(string setting) => (await Refused(
        ExitCode.Configuration, "up", "--data", _scratch.Data, "--streamactors.cluster.listen=0.0.0.0:4053",
        "--config", _scratch.Write("mine.conf", $"akka.remote.dot-netty.tcp {{ enable-ssl = true, ssl.{setting} }}")))
        .ShouldContain("require-mutual-authentication");

    [Fact]
    public async Task A_management_that_other_machines_reach_is_refused_unless_somebody_says_that_it_may_be() =>
        (await Refused(ExitCode.Configuration, "up", "--data", _scratch.Data, "--streamactors.cluster.management.port=8558",
        "--streamactors.cluster.management.host=0.0.0.0"))
            .ShouldContain("streamactors.cluster.management.host is '0.0.0.0'");

    [Fact]
    public async Task A_node_that_is_given_two_ways_into_its_cluster_is_told_both() =>
        (await Refused(
            ExitCode.Configuration, "up", "--data", _scratch.Data, "--join", "127.0.0.1:4053",
            "--streamactors.cluster.management.port=8558",
            "--streamactors.cluster.bootstrap.contact-points=127.0.0.1:8558,127.0.0.1:8559"))
            .ShouldContain("cluster.join is '127.0.0.1:4053', or cluster.join empty");

    [Theory]
    [InlineData(UnixFileMode.GroupRead, "640")]
    [InlineData(UnixFileMode.OtherRead, "604")]
    [InlineData(UnixFileMode.GroupWrite, "620")]
    public async Task A_passphrase_file_that_others_may_touch_is_named_with_its_mode_and_the_cure(UnixFileMode more, string mode)
    {
        var file = _scratch.Write("words", "correct horse\n");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | more);
        var said = await Refused(
            ExitCode.Configuration, "up", "--data", _scratch.Data, "--http", "127.0.0.1:0",
            "--streamactors.secrets.master-key.from=passphrase", $"--streamactors.secrets.master-key.passphrase-file={file}");
        said.ShouldContain(file);
        said.ShouldContain($"mode {mode}");
        said.ShouldContain("chmod 600");
        said.ShouldNotContain("horse");
    }

    [Theory]
    [InlineData("--streamactors.http.lisen=127.0.0.1:0", "--streamactors.http.listen")]
    [InlineData("--demo=yes", "--demo")]
    public async Task An_option_nobody_knows_is_named(string option, string told) =>
        (await Refused(ExitCode.Configuration, "up", "--data", _scratch.Data, option)).ShouldContain(told);

    [Fact]
    public async Task A_variable_nobody_knows_is_named_but_not_one_that_Kubernetes_made()
    {
        await using var server = ServerProcess.Start(
            ["up", "--data", _scratch.Data, "--http", "127.0.0.1:0"],
            ("STREAMACTORS_HTTP_LISEN", "x"), ("STREAMACTORS_SERVICE_HOST", "10.0.0.1"), ("STREAMACTORS_PORT_8080_TCP_ADDR", "10.0.0.1"));
        var (code, said) = await server.Ended();
        code.ShouldBe((int)ExitCode.Configuration);
        said.ShouldContain("STREAMACTORS_HTTP_LISEN");
        said.ShouldNotContain("SERVICE_HOST");
        said.ShouldNotContain("8080");
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_named() =>
        (await Refused(ExitCode.Configuration, "up", "--config", Path.Combine(_scratch.Folder, "gone.conf"))).ShouldContain("gone.conf");

    [Fact]
    public async Task PostgreSQL_without_a_connection_is_refused() =>
        (await Refused(ExitCode.Configuration, "up", "--data", _scratch.Data, "--streamactors.journal.database=postgresql"))
        .ShouldContain("streamactors.journal.postgresql.connection");

    [Fact]
    public async Task PostgreSQL_that_is_not_there_is_told_without_its_password()
    {
        var said = await Refused(
            ExitCode.Unavailable, "up", "--data", _scratch.Data, "--streamactors.journal.database=postgresql",
            "--streamactors.journal.postgresql.connection=Host=127.0.0.1;Port=1;Username=u;Password=hunter2;Database=d");
        said.ShouldContain("127.0.0.1:1/d");
        said.ShouldNotContain("hunter2");
    }

    [Fact]
    public async Task A_verb_nobody_knows_is_told() => (await Refused(ExitCode.Usage, "journal", "polish")).ShouldContain("journal verify");

    [Fact]
    public async Task A_data_folder_that_cannot_be_made_is_told()
    {
        var file = _scratch.Write("file", "");
        (await Refused(ExitCode.NoPermission, "up", "--data", Path.Combine(file, "data"), "--http", "127.0.0.1:0")).ShouldContain("--data");
    }

    private static async Task<string> Refused(ExitCode code, params string[] arguments)
    {
        var (ended, said, _) = await ServerProcess.Run(arguments);
        ended.ShouldBe((int)code, said);
        said.ShouldNotContain("   at ");
        return said;
    }

    public void Dispose() => _scratch.Dispose();
}
