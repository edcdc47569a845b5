using System.Text.Json;

namespace StreamActors.Cli.Tests;

/// <summary>Exit codes and error messages of commands against a real server.</summary>
public sealed class ExitSpecs(Station station) : IClassFixture<Station>
{
    [Fact]
    public async Task What_is_not_there_is_told_with_where_to_look()
    {
        var said = (await station.Console.Say("outputs", "show", "zz")).Ended(ExitCode.NotFound);
        said.Output.ShouldBeEmpty();
        said.Errors.ShouldBe("streamactors: There is no output 'zz'. (not-found)\n  List them: streamactors outputs list\n");
    }

    [Fact]
    public async Task A_refusal_names_field_value_and_cure()
    {
        var said = (await station.Console.Say("inputs", "create", "odd", "--url", "foo://x", "--stall-after", "1h"))
            .Ended(ExitCode.Refused);
        said.Errors.ShouldContain("address.url is 'foo://x'; expected a protocol among udp");
        said.Errors.ShouldContain("stallAfter is '");
        said.Errors.ShouldContain("; expected 1");
    }

    [Fact]
    public async Task A_person_logs_in_works_under_her_own_name_and_logs_out()
    {
        var password = station.Write("ann.password", "correct horse battery\n");
        (await station.Console.Say("users", "create", "ann", "--role", "operator", "--password", $"@{password}")).Ended(ExitCode.Done);
        (await station.Console.Say("login", "ann", "--password", $"@{station.Write("wrong", "not this one at all\n")}"))
            .Ended(ExitCode.NotAllowed).Errors.ShouldContain("Wrong user or password. (unauthorized)\n  Check user and password.");
        var said = (await station.Console.Say("login", "ann", "--password", $"@{password}")).Ended(ExitCode.Done);
        said.Output.ShouldContain("ann is logged in");
        var own = $"ann@{station.Url.Authority}";
        said.Output.ShouldContain($"as context {own}");
        (await station.Console.Say("me", "--context", own)).Ended(ExitCode.Done).Output.ShouldStartWith("user:ann, operator");
        (await station.Console.Say("logout", "--context", own)).Ended(ExitCode.Done);
        (await station.Console.Say("me", "--context", own))
            .Ended(ExitCode.Done).Output.ShouldNotContain("ann", Case.Sensitive, "the local key is no person's");
        (await station.Console.Say("context", "remove", own)).Ended(ExitCode.Done);
    }

    [Fact]
    public async Task The_local_key_is_found_under_the_port_and_without_it_the_server_takes_nobody()
    {
        var stranger = new ConsoleRun(station.Folder, station.Url);
        (await stranger.Say("me")).Ended(ExitCode.NotAllowed);
        var state = Directory.CreateDirectory(Path.Combine(station.Folder, "state", "streamactors")).Parent!.FullName;
        File.Copy(Path.Combine(station.Server.Data, "local.key"),
            Path.Combine(state, "streamactors", FormattableString.Invariant($"{station.Url.Port}.key")), overwrite: true);
        stranger.Environment["XDG_STATE_HOME"] = state;
        (await stranger.Say("me")).Ended(ExitCode.Done).Output.ShouldStartWith("local, admin");
        // A server that listens on another name or address of this machine does not get the local key.
        var elsewhere = new ConsoleRun(station.Folder, new Uri($"http://127.0.0.2:{station.Url.Port}"));
        elsewhere.Environment["XDG_STATE_HOME"] = state;
        (await elsewhere.Say("me")).Code.ShouldNotBe((int)ExitCode.Done);
        var byName = new ConsoleRun(station.Folder, new Uri($"http://localhost:{station.Url.Port}"));
        byName.Environment["XDG_STATE_HOME"] = state;
        (await byName.Say("me")).Ended(ExitCode.Done).Output.ShouldStartWith("local, admin");
    }

    [Fact]
    public async Task Programs_get_the_server_s_own_problem()
    {
        var said = (await station.Console.Say("outputs", "show", "zz", "--json")).Ended(ExitCode.NotFound);
        JsonDocument.Parse(said.Errors).RootElement.GetProperty("code").GetString().ShouldBe("not-found");
    }

    [Fact]
    public async Task Nobody_there_is_told_with_what_to_do()
    {
        var said = (await station.At(new Uri($"http://127.0.0.1:{Ports.Tcp()}")).Say("status")).Ended(ExitCode.Unreachable);
        said.Errors.ShouldContain("does not answer: Connection refused");
        said.Errors.ShouldContain("--server URL");
    }

    [Fact]
    public async Task A_proxy_of_the_environment_is_not_shown_the_key()
    {
        var console = station.Console;
        console.Environment["http_proxy"] = $"http://127.0.0.1:{Ports.Tcp()}";
        (await console.Say("me")).Ended(ExitCode.Done).Output.ShouldStartWith("local, admin");
    }

    [Fact]
    public async Task A_wrong_key_is_told_with_how_to_give_one()
    {
        var console = station.Console;
        console.Environment["STREAMACTORS_KEY"] = "sa_first_wrong";
        (await console.Say("status")).Ended(ExitCode.NotAllowed).Errors.ShouldContain("--key-file FILE or STREAMACTORS_KEY");
    }

    [Fact]
    public async Task A_wait_that_is_in_vain_ends_in_time_and_says_what_is_instead()
    {
        (await station.Console.Say("inputs", "create", "off", "--url", "test://bars")).Ended(ExitCode.Done);
        var said = (await station.Console.Say("wait", "input/off", "on-air", "--for", "1")).Ended(ExitCode.TimedOut);
        said.Errors.ShouldContain("input/off is idle and not on-air, after 1 s.");
    }

    [Fact]
    public async Task What_is_missing_is_asked_for_as_it_is_typed()
    {
        (await station.Console.Say("inputs", "create", "lacking"))
            .Ended(ExitCode.Refused).Errors.ShouldContain("\n  Missing --url URL, the source: --url udp://0.0.0.0:5000\n");
        var said = (await station.Console.Say("outputs", "create", "lacking")).Ended(ExitCode.Refused).Errors;
        said.ShouldContain("\n  Missing --url URL, the destination: --url srt://");
        said.ShouldContain("\n  Missing --input ID: ");
        (await station.Console.Say("keys", "create", "--name", "x"))
            .Ended(ExitCode.Refused).Errors.ShouldContain("\n  Missing --role ROLE: viewer, operator, editor or admin\n");
    }

    [Fact]
    public async Task An_option_that_the_protocol_has_not_is_told_with_those_it_has()
    {
        var said = (await station.Console.Say("inputs", "create", "opt", "--url", "srt://127.0.0.1:9000", "--option", "latency=200ms"))
            .Ended(ExitCode.Refused);
        said.Errors.ShouldContain("srt has no option 'latency'. It has: ");
        said.Errors.ShouldContain("\n  URL forms and options: streamactors help protocols srt\n");
    }

    [Fact]
    public async Task Whoever_sends_there_already_is_named()
    {
        (await station.Console.Say("inputs", "create", "seat", "--url", "test://bars")).Ended(ExitCode.Done);
        (await station.Console.Say("outputs", "create", "first", "--input", "seat", "--url", "srt://127.0.0.1:9555")).Ended(ExitCode.Done);
        (await station.Console.Say("outputs", "create", "second", "--input", "seat", "--url", "srt://127.0.0.1:9555"))
            .Ended(ExitCode.Refused)
            .Errors.ShouldContain("output/first already sends there. Choose another destination, or remove output/first.");
    }

    [Fact]
    public async Task Nothing_found_is_told_apart_from_what_is_not_there()
    {
        (await station.Console.Say("timeline", "input/nosuch"))
            .Ended(ExitCode.NotFound).Errors.ShouldContain("There is no input 'nosuch'.");
        (await station.Console.Say("outputs", "stop", "--label", "no=such"))
            .Ended(ExitCode.Done).Output.ShouldBe("No output matches; nothing was changed.\n");
    }

    [Fact]
    public async Task Many_are_told_by_their_number_and_each_where_it_is_asked_for()
    {
        for (var n = 0; n < 21; n++)
            (await station.Server.Client.PostAsync(new Uri("/api/v1/inputs", UriKind.Relative),
                new StringContent($$"""{ "id": "many-{{n}}", "address": { "url": "test://bars" }, "labels": { "of": "many" } }""", null,
                    "application/json"))).EnsureSuccessStatusCode();
        (await station.Console.Say("inputs", "stop", "--label", "of=many"))
            .Ended(ExitCode.Done).Output.ShouldBe("21 inputs are ordered off. List every id with --verbose or --json\n");
        (await station.Console.Say("inputs", "stop", "--label", "of=many", "--verbose"))
            .Ended(ExitCode.Done).Output.ShouldContain("input/many-20 is ordered off.\n");
    }

    [Fact]
    public async Task An_old_version_changes_nothing()
    {
        (await station.Console.Say("inputs", "create", "twice", "--url", "test://bars")).Ended(ExitCode.Done);
        (await station.Console.Say("inputs", "edit", "twice", "--name", "One", "--if-version", "1")).Ended(ExitCode.Done);
        (await station.Console.Say("inputs", "edit", "twice", "--name", "Two", "--if-version", "1"))
            .Ended(ExitCode.Refused).Errors.ShouldContain("streamactors inputs show twice");
        (await station.Console.Say("inputs", "show", "twice")).Output.ShouldContain("One");
    }

    [Fact]
    public async Task A_person_gets_a_table_and_no_colours_where_nobody_looks()
    {
        (await station.Console.Say("inputs", "create", "table", "--url", "test://bars", "--label", "for=table")).Ended(ExitCode.Done);
        var said = (await station.Console.Say("inputs", "list", "--label", "for=table")).Ended(ExitCode.Done);
        said.Output.ShouldBe(
            "INPUT  PHASE  ORDER  BIT/S  SINCE  OUTPUTS  URL          REASON\ntable  idle   off                        0  test://bars\n");
    }

    [Fact]
    public async Task Verbs_are_taken_one_by_one_from_what_is_piped_in_until_one_fails()
    {
        var said = (await station.Console.Say(
            "# the morning\ninputs create piped --url test://bars\ninputs show nobody\ninputs remove piped\n", ["console"]))
            .Ended(ExitCode.NotFound);
        said.Output.ShouldStartWith("input/piped is created");
        (await station.Console.Say("inputs", "show", "piped")).Ended(ExitCode.Done);
    }

    [Fact]
    public async Task What_goes_on_for_ever_ends_when_nobody_reads_any_more()
    {
        (await station.Console.Say("inputs", "create", "piper", "--url", "test://bars", "--on")).Ended(ExitCode.Done);
        (await station.Console.Start("bash", ["-c", "streamactors watch --json | head -n 1"])).Code.ShouldBe(0);
    }

    [Fact]
    public async Task Several_verbs_write_one_file()
    {
        (await station.Console.Start("bash", ["-ec", "{ streamactors me; streamactors me; } >both; cat both"])).Output.Split('\n')
            .Count(l => l.StartsWith("local, admin", StringComparison.Ordinal)).ShouldBe(2);
    }

    [Fact]
    public async Task Ids_are_completed_by_asking_the_server()
    {
        (await station.Console.Say("inputs", "create", "known", "--url", "test://bars")).Ended(ExitCode.Done);
        (await station.Console.Say("complete", "--", "inputs", "show", "kn")).Output.ShouldBe("known\n");
        (await station.Console.Say("complete", "--", "why", "input/kn")).Output.ShouldBe("input/known\n");
    }
}
