using System.Text.Json;

namespace StreamActors.Cli.Tests;

/// <summary>Exit codes and error messages of commands against a real server.</summary>
public sealed class ExitSpecs(ConsoleFixture consoleFixture) : IClassFixture<ConsoleFixture>
{
    [Fact]
    public async Task Not_found_names_the_list_command()
    {
        var said = (await consoleFixture.Console.Say("outputs", "show", "zz")).Ended(ExitCode.NotFound);
        said.Output.ShouldBeEmpty();
        said.Errors.ShouldBe("streamactors: There is no output 'zz'. (not-found)\n  List them: streamactors outputs list\n");
    }

    [Fact]
    public async Task A_refusal_names_field_value_and_cure()
    {
        var said = (await consoleFixture.Console.Say("inputs", "create", "odd", "--url", "foo://x", "--stall-after", "1h"))
            .Ended(ExitCode.Refused);
        said.Errors.ShouldContain("address.url is 'foo://x'; expected a protocol among udp");
        said.Errors.ShouldContain("stallAfter is '");
        said.Errors.ShouldContain("; expected 1");
    }

    [Fact]
    public async Task A_person_logs_in_works_under_her_own_name_and_logs_out()
    {
        var password = consoleFixture.Write("ann.password", "correct horse battery\n");
        (await consoleFixture.Console.Say("users", "create", "ann", "--role", "operator", "--password", $"@{password}"))
            .Ended(ExitCode.Done);
        (await consoleFixture.Console.Say("login", "ann", "--password", $"@{consoleFixture.Write("wrong", "not this one at all\n")}"))
            .Ended(ExitCode.NotAllowed).Errors.ShouldContain("Wrong user or password. (unauthorized)\n  Check user and password.");
        var said = (await consoleFixture.Console.Say("login", "ann", "--password", $"@{password}")).Ended(ExitCode.Done);
        said.Output.ShouldContain("ann is logged in");
        var own = $"ann@{consoleFixture.Url.Authority}";
        said.Output.ShouldContain($"as context {own}");
        (await consoleFixture.Console.Say("me", "--context", own)).Ended(ExitCode.Done).Output.ShouldStartWith("user:ann, operator");
        (await consoleFixture.Console.Say("logout", "--context", own)).Ended(ExitCode.Done);
        (await consoleFixture.Console.Say("me", "--context", own))
            .Ended(ExitCode.Done).Output.ShouldNotContain("ann", Case.Sensitive, "the local key is no person's");
        (await consoleFixture.Console.Say("context", "remove", own)).Ended(ExitCode.Done);
    }

    [Fact]
    public async Task The_local_key_is_found_under_the_port_and_without_it_the_server_takes_nobody()
    {
        var stranger = new ConsoleRun(consoleFixture.Folder, consoleFixture.Url);
        (await stranger.Say("me")).Ended(ExitCode.NotAllowed);
        var state = Directory.CreateDirectory(Path.Combine(consoleFixture.Folder, "state", "streamactors")).Parent!.FullName;
        File.Copy(Path.Combine(consoleFixture.Server.Data, "local.key"),
            Path.Combine(state, "streamactors", FormattableString.Invariant($"{consoleFixture.Url.Port}.key")), overwrite: true);
        stranger.Environment["XDG_STATE_HOME"] = state;
        (await stranger.Say("me")).Ended(ExitCode.Done).Output.ShouldStartWith("local, admin");
        // A server that listens on another name or address of this machine does not get the local key.
        var elsewhere = new ConsoleRun(consoleFixture.Folder, new Uri($"http://127.0.0.2:{consoleFixture.Url.Port}"));
        elsewhere.Environment["XDG_STATE_HOME"] = state;
        (await elsewhere.Say("me")).Code.ShouldNotBe((int)ExitCode.Done);
        var byName = new ConsoleRun(consoleFixture.Folder, new Uri($"http://localhost:{consoleFixture.Url.Port}"));
        byName.Environment["XDG_STATE_HOME"] = state;
        (await byName.Say("me")).Ended(ExitCode.Done).Output.ShouldStartWith("local, admin");
    }

    [Fact]
    public async Task Programs_get_the_server_s_own_problem()
    {
        var said = (await consoleFixture.Console.Say("outputs", "show", "zz", "--json")).Ended(ExitCode.NotFound);
        JsonDocument.Parse(said.Errors).RootElement.GetProperty("code").GetString().ShouldBe("not-found");
    }

    [Fact]
    public async Task An_unreachable_server_is_reported_with_the_cure()
    {
        var said = (await consoleFixture.At(new Uri($"http://127.0.0.1:{Ports.Tcp()}")).Say("status")).Ended(ExitCode.Unreachable);
        said.Errors.ShouldContain("does not answer: Connection refused");
        said.Errors.ShouldContain("--server URL");
    }

    [Fact]
    public async Task A_proxy_of_the_environment_is_not_shown_the_key()
    {
        var console = consoleFixture.Console;
        console.Environment["http_proxy"] = $"http://127.0.0.1:{Ports.Tcp()}";
        (await console.Say("me")).Ended(ExitCode.Done).Output.ShouldStartWith("local, admin");
    }

    [Fact]
    public async Task A_wrong_key_is_reported_with_how_to_give_one()
    {
        var console = consoleFixture.Console;
        console.Environment["STREAMACTORS_KEY"] = "sa_first_wrong";
        (await console.Say("status")).Ended(ExitCode.NotAllowed).Errors.ShouldContain("--key-file FILE or STREAMACTORS_KEY");
    }

    [Fact]
    public async Task A_wait_times_out_and_reports_the_phase()
    {
        (await consoleFixture.Console.Say("inputs", "create", "off", "--url", "test://bars")).Ended(ExitCode.Done);
        var said = (await consoleFixture.Console.Say("wait", "input/off", "on-air", "--for", "5")).Ended(ExitCode.TimedOut);
        said.Errors.ShouldContain("input/off is idle and not on-air, after 5 s.");
    }

    [Fact]
    public async Task What_is_missing_is_asked_for_as_it_is_typed()
    {
        (await consoleFixture.Console.Say("inputs", "create", "lacking"))
            .Ended(ExitCode.Refused).Errors.ShouldContain("\n  Missing --url URL, the source: --url udp://0.0.0.0:5000\n");
        var said = (await consoleFixture.Console.Say("outputs", "create", "lacking")).Ended(ExitCode.Refused).Errors;
        said.ShouldContain("\n  Missing --url URL, the destination: --url srt://");
        said.ShouldContain("\n  Missing --input ID: ");
        (await consoleFixture.Console.Say("keys", "create", "--name", "x"))
            .Ended(ExitCode.Refused).Errors.ShouldContain("\n  Missing --role ROLE: reader, viewer, operator, editor or admin\n");
    }

    [Fact]
    public async Task An_option_that_the_protocol_has_not_is_told_with_those_it_has()
    {
        var said = (await consoleFixture.Console.Say("inputs", "create", "opt", "--url", "srt://127.0.0.1:9000", "--option",
            "latency=200ms"))
            .Ended(ExitCode.Refused);
        said.Errors.ShouldContain("srt has no option 'latency'. It has: ");
        said.Errors.ShouldContain("\n  URL forms and options: streamactors help protocols srt\n");
    }

    [Fact]
    public async Task A_taken_destination_names_its_owner()
    {
        (await consoleFixture.Console.Say("inputs", "create", "seat", "--url", "test://bars")).Ended(ExitCode.Done);
        (await consoleFixture.Console.Say("outputs", "create", "first", "--input", "seat", "--url", "srt://127.0.0.1:9555"))
            .Ended(ExitCode.Done);
        (await consoleFixture.Console.Say("outputs", "create", "second", "--input", "seat", "--url", "srt://127.0.0.1:9555"))
            .Ended(ExitCode.Refused)
            .Errors.ShouldContain("output/first already sends there. Choose another destination, or remove output/first.");
    }

    [Fact]
    public async Task Nothing_found_is_told_apart_from_what_is_not_there()
    {
        (await consoleFixture.Console.Say("timeline", "input/nosuch"))
            .Ended(ExitCode.NotFound).Errors.ShouldContain("There is no input 'nosuch'.");
        (await consoleFixture.Console.Say("outputs", "stop", "--label", "no=such"))
            .Ended(ExitCode.Done).Output.ShouldBe("No output matches; nothing was changed.\n");
    }

    [Fact]
    public async Task Bulk_results_are_counted_and_listed_on_request()
    {
        for (var n = 0; n < 21; n++)
            (await consoleFixture.Server.Client.PostAsync(new Uri("/api/v1/inputs", UriKind.Relative),
                new StringContent($$"""{ "id": "many-{{n}}", "address": { "url": "test://bars" }, "labels": { "of": "many" } }""", null,
                    "application/json"))).EnsureSuccessStatusCode();
        (await consoleFixture.Console.Say("inputs", "stop", "--label", "of=many"))
            .Ended(ExitCode.Done).Output.ShouldBe("21 inputs are ordered off. List every id with --verbose or --json\n");
        (await consoleFixture.Console.Say("inputs", "stop", "--label", "of=many", "--verbose"))
            .Ended(ExitCode.Done).Output.ShouldContain("input/many-20 is ordered off.\n");
    }

    [Fact]
    public async Task An_old_version_changes_nothing()
    {
        (await consoleFixture.Console.Say("inputs", "create", "twice", "--url", "test://bars")).Ended(ExitCode.Done);
        (await consoleFixture.Console.Say("inputs", "edit", "twice", "--name", "One", "--if-version", "1")).Ended(ExitCode.Done);
        (await consoleFixture.Console.Say("inputs", "edit", "twice", "--name", "Two", "--if-version", "1"))
            .Ended(ExitCode.Refused).Errors.ShouldContain("streamactors inputs show twice");
        (await consoleFixture.Console.Say("inputs", "show", "twice")).Output.ShouldContain("One");
    }

    [Fact]
    public async Task A_person_gets_a_table_and_no_colours_where_nobody_looks()
    {
        (await consoleFixture.Console.Say("inputs", "create", "table", "--url", "test://bars", "--label", "for=table"))
            .Ended(ExitCode.Done);
        var said = (await consoleFixture.Console.Say("inputs", "list", "--label", "for=table")).Ended(ExitCode.Done);
        said.Output.ShouldBe(
            "INPUT  PHASE  ORDER  BIT/S  SINCE  OUTPUTS  URL          REASON\ntable  idle   off                        0  test://bars\n");
    }

    [Fact]
    public async Task Verbs_are_taken_one_by_one_from_what_is_piped_in_until_one_fails()
    {
        var said = (await consoleFixture.Console.Say(
            "# the morning\ninputs create piped --url test://bars\ninputs show nobody\ninputs remove piped\n", ["console"]))
            .Ended(ExitCode.NotFound);
        said.Output.ShouldStartWith("input/piped is created");
        (await consoleFixture.Console.Say("inputs", "show", "piped")).Ended(ExitCode.Done);
    }

    [Fact]
    public async Task What_goes_on_for_ever_ends_when_nobody_reads_any_more()
    {
        (await consoleFixture.Console.Say("inputs", "create", "piper", "--url", "test://bars", "--on")).Ended(ExitCode.Done);
        (await consoleFixture.Console.Start("bash", ["-c", "streamactors watch --json | head -n 1"])).Code.ShouldBe(0);
    }

    [Fact]
    public async Task Several_verbs_write_one_file()
    {
        (await consoleFixture.Console.Start("bash", ["-ec", "{ streamactors me; streamactors me; } >both; cat both"])).Output.Split('\n')
            .Count(l => l.StartsWith("local, admin", StringComparison.Ordinal)).ShouldBe(2);
    }

    [Fact]
    public async Task Ids_are_completed_by_asking_the_server()
    {
        (await consoleFixture.Console.Say("inputs", "create", "known", "--url", "test://bars")).Ended(ExitCode.Done);
        (await consoleFixture.Console.Say("complete", "--", "inputs", "show", "kn")).Output.ShouldBe("known\n");
        (await consoleFixture.Console.Say("complete", "--", "why", "input/kn")).Output.ShouldBe("input/known\n");
    }
}
