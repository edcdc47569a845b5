using System.Text;
using System.Text.Json;

namespace StreamActors.Cli.Tests;

public sealed class ShownSpecs
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Columns_are_as_wide_as_what_is_in_them_and_numbers_stand_right()
    {
        var table = new Table("ID", "BIT/S", "REASON") { Right = [1] };
        table.Add("yt", "2.2M", "");
        table.Add("archive", "900", "no disk");
        table.Lines(new AnsiStyle(on: false), 80).ShouldBe(["ID       BIT/S  REASON", "yt        2.2M", "archive    900  no disk"]);
    }

    [Fact]
    public void A_line_never_runs_over_the_terminal_s_edge()
    {
        var table = new Table("ID", "REASON");
        table.Add("yt", "the other side does not answer");
        table.Lines(new AnsiStyle(on: false), 20).ShouldBe(["ID  REASON", "yt  the other side …"]);
    }

    [Fact]
    public void What_is_two_cells_wide_moves_no_column()
    {
        var table = new Table("ID", "URL", "REASON");
        table.Add("東京", "srt://x", "");
        table.Add("é😀", "udp://y", "[red]no[/] markup 東京です");
        table.Lines(new AnsiStyle(on: false), 31).ShouldBe(["ID    URL      REASON", "東京  srt://x", "é😀   udp://y  [red]no[/] mark…"]);
        table.Lines(new AnsiStyle(on: false), 33).Last().ShouldBe("é😀   udp://y  [red]no[/] markup…");
        table.Lines(new AnsiStyle(on: false), 36).Last().ShouldBe("é😀   udp://y  [red]no[/] markup 東…");
    }

    [Fact]
    public void Colours_change_no_width()
    {
        var table = new Table("ID", "PHASE", "URL") { Phase = 1 };
        table.Add("yt", "parked", "srt://x");
        table.Lines(new AnsiStyle(on: true), 80).Last().ShouldBe("yt  \e[31mparked\e[0m  srt://x");
    }

    [Theory]
    [InlineData(0L, "0")]
    [InlineData(999L, "999")]
    [InlineData(128_400L, "128k")]
    [InlineData(2_268_173L, "2.3M")]
    [InlineData(20_000_000L, "20M")]
    public void Rates_are_short(long bits, string said) => HumanText.Rate(bits).ShouldBe(said);

    [Theory]
    [InlineData(-3, "0s")]
    [InlineData(42, "42s")]
    [InlineData(600, "10m")]
    [InlineData(7200, "2h")]
    [InlineData(864_000, "10d")]
    public void Spans_are_short(int seconds, string said) => HumanText.Span(TimeSpan.FromSeconds(seconds)).ShouldBe(said);

    [Fact]
    public void A_reason_says_when_it_tries_again() =>
        HumanText.Reason(Read("""{"reason":"The other side does not answer.","retryAt":"2026-01-31T12:00:04Z"}"""), Noon)
        .ShouldBe("The other side does not answer. Next try in 4 s.");

    [Fact]
    public void A_time_that_is_shown_can_be_typed()
    {
        var shown = HumanText.Clock(Noon.AddHours(-30), Noon);
        shown.ShouldBe("2026-01-30T06:00:00Z");
        HumanText.Clock(Noon.ToOffset(TimeSpan.FromHours(5)), Noon).ShouldBe("12:00:00Z");
        Times.Sent(shown, Noon).ShouldBe(shown);
        Times.Sent("11:59:01Z", Noon).ShouldBe("2026-01-31T11:59:01Z");
        Times.Sent("11:59", Noon).ShouldBe("2026-01-31T11:59:00Z");
        Times.Sent("soon", Noon).ShouldBe("soon", "the server refuses it by its name");
    }

    [Fact]
    public void A_new_snapshot_drops_removed_rows()
    {
        var board = new Board();
        board.Take(Read(
            """{"events":[{"type":"input","id":"a","input":{"id":"a","on":true}},{"type":"input","id":"b","input":{"id":"b","on":true}}]}"""));
        board.Renew();
        board.Take(Read("""{"more":true,"events":[{"type":"input","id":"a","input":{"id":"a","on":true}}]}"""));
        board.Find("input/b").ShouldNotBeNull("all is not told yet");
        board.Take(Read("""{"events":[]}"""));
        board.Rows.Select(r => r.Id).ShouldBe(["a"]);
    }

    [Theory]
    [InlineData("""{"name":"workload-moved","detail":{"to":"waiting","reason":"The input has ended."}}""", "waiting: The input has ended.")]
    [InlineData("""{"name":"workload-failed","detail":{"failure":{"class":"network","text":"It does not answer."}}}""",
        "failed (network): It does not answer.")]
    [InlineData("""{"name":"workload-started","number":7,"detail":{"node":"a"}}""", "was started on a, incarnation 7")]
    [InlineData("""{"name":"input-claimed","detail":{"publisher":{"address":"10.0.0.7:5000","software":"OBS"}}}""",
        "publisher 10.0.0.7:5000 (OBS) connected")]
    [InlineData("""{"name":"input-claimed","detail":{"publisher":{"address":"10.0.0.8:1"},"replaced":{"address":"10.0.0.7:5000"}}}""",
        "publisher 10.0.0.8:1 took over from 10.0.0.7:5000")]
    [InlineData("""{"name":"input-departed","detail":{"publisher":{"address":"10.0.0.8:1"}}}""", "publisher 10.0.0.8:1 disconnected")]
    [InlineData("""{"name":"input-publisher-refused","detail":{"publisher":{"address":"10.0.0.8:1"},"reason":"Another is there."}}""",
        "publisher 10.0.0.8:1 was refused: Another is there.")]
    [InlineData("""{"name":"workload-something-new","detail":{}}""", "workload something new")]
    public void Timeline_entries_are_readable(string entry, string said) => TimelineText.Words(Read(entry)).ShouldBe(said);

    [Fact]
    public void The_live_table_shows_what_is_ill_first_and_gives_the_terminal_back()
    {
        using var output = new MemoryStream();
        var board = new Board();
        board.Take(Read("""
            {"events":[{"type":"output","id":"well","output":{"id":"well","on":true,"state":{"phase":"on-air"}}},
                       {"type":"output","id":"ill","output":{"id":"ill","on":true,"state":{"phase":"parked","reason":"no such key"}}}]}
            """));
        using (var screen = new Screen(new Terminal(output, Stream.Null, _ => null) { IsTerminal = true, IsTyped = true, Columns = () => 80,
            Rows = () => 24 }))
            screen.Draw(board, new Uri("http://127.0.0.1:8080"));
        var drawn = Encoding.UTF8.GetString(output.ToArray());
        drawn.ShouldStartWith("\e[?1049h");
        drawn.ShouldEndWith("\e[?1049l");
        drawn.IndexOf("output/ill", StringComparison.Ordinal).ShouldBeLessThan(drawn.IndexOf("output/well", StringComparison.Ordinal));
        drawn.ShouldContain("no such key");
    }

    [Fact]
    public void The_board_follows_states_and_forgets_what_was_removed()
    {
        var moves = new List<string>();
        var board = new Board { Moved = r => moves.Add($"{r.Id} {r.Phase}") };
        board.Take(Read(
            """{"more":true,"events":[{"type":"input","id":"cam","input":{"id":"cam","on":true,"state":{"phase":"waiting"}}}]}"""))
            .ShouldBeTrue();
        board.Take(Read(
            """{"more":false,"events":[{"type":"state","id":"cam~in~cam~0","owner":"input/cam","state":{"phase":"on-air"}}]}"""))
            .ShouldBeFalse();
        board.Take(Read("""{"events":[{"type":"state","id":"cam~in~cam~0","owner":"input/cam","state":{"phase":"on-air"}}]}"""));
        moves.ShouldBe(["cam waiting", "cam on-air"]);
        board.Take(Read("""{"events":[{"type":"input","id":"cam"}]}"""));
        board.Rows.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("a b c", "a b c d", 3)]
    [InlineData("a b c", "b c d e", 2)]
    [InlineData("x x x", "x x x x", 3)]
    [InlineData("a b", "c d", 0)]
    [InlineData("", "a", 0)]
    public void A_log_that_is_followed_tells_each_line_once(string before, string now, int known) =>
        LogVerb.Known(before.Split(' ', StringSplitOptions.RemoveEmptyEntries), now.Split(' ')).ShouldBe(known);

    [Theory]
    [InlineData("a\u001b]0;owned\u0007b", "a\\u001b]0;owned\\u0007b")]
    [InlineData("a\u009b2Jb\u007f", "a\\u009b2Jb\\u007f")]
    [InlineData("a\nyt  on-air", "a\\u000ayt  on-air")]
    [InlineData("tx.\u202egpj\u2066\u200f", "tx.\\u202egpj\\u2066\\u200f")]
    [InlineData("pay\u00adpal\u180e\u2065", "pay\\u00adpal\\u180e\\u2065")]
    [InlineData("flag\U000e0067", "flag\\udb40\\udc67")]
    [InlineData("Grüße 東京 😀", "Grüße 東京 😀")]
    public void Untrusted_text_is_escaped_on_a_terminal(string written, string shown)
    {
        var json = new System.Text.Json.Nodes.JsonObject { ["name"] = written,
            ["labels"] = new System.Text.Json.Nodes.JsonObject { [written] = written } };
        var jsonView = Read(json.ToJsonString());
        jsonView.Text("name").ShouldBe(shown);
        jsonView.At("labels").Fields().ShouldHaveSingleItem().Name.ShouldBe(shown);
    }

    [Fact]
    public void A_terminal_is_shown_a_document_harmless_and_a_program_is_given_it_as_it_came()
    {
        const string Document = "{\n\t\"name\": \"a\u202e\u009bb\"\n}";
        Shown(isTerminal: true).ShouldBe("{\n\t\"name\": \"a\\u202e\\u009bb\"\n}\n");
        Shown(isTerminal: false).ShouldBe(Document + "\n");

        static string Shown(bool isTerminal)
        {
            using var output = new MemoryStream();
            new Terminal(output, Stream.Null, _ => null) { IsTerminal = isTerminal, IsTyped = isTerminal }
                .Write(Encoding.UTF8.GetBytes(Document));
            return Encoding.UTF8.GetString(output.ToArray());
        }
    }

    [Fact]
    public void Each_SRT_connection_is_a_line()
    {
        using var output = new MemoryStream();
        var terminal = new Terminal(output, Stream.Null, _ => null) { IsTerminal = false, IsTyped = false };
        ThingsShown.One("outputs", Read("""
            {"id":"tv","address":{"url":"srt://:9000"},"state":{"phase":"on-air","figures":{"driver":"native","links":[
            {"peer":"192.0.2.7:4000","roundTripMs":12.5,"lost":3,"retransmitted":2,"dropped":1,"linkBitsPerSecond":9,"latencyMs":200}]}}}
            """), terminal);
        terminal.Flush();
        Encoding.UTF8.GetString(output.ToArray()).ShouldContain(
            "link        192.0.2.7:4000: RTT 12.5 ms, latency 200 ms, 3 lost, 2 retransmitted, 1 dropped\n");
    }

    [Fact]
    public void The_publisher_is_shown_with_its_software_since_when_and_its_incarnation()
    {
        using var output = new MemoryStream();
        var terminal = new Terminal(output, Stream.Null, _ => null) { IsTerminal = false, IsTyped = false };
        var since = terminal.Now - TimeSpan.FromMinutes(5);
        ThingsShown.One("inputs", Read($$$"""
            {"id":"cam","address":{"url":"rtmp://:1935/live"},"state":{"phase":"on-air","figures":{"driver":"native",
            "peer":"10.0.0.7:5000 (OBS)","publisher":{"address":"10.0.0.7:5000","since":"{{{since:O}}}","incarnation":12}} }}
            """), terminal);
        terminal.Flush();
        Encoding.UTF8.GetString(output.ToArray()).ShouldContain("publisher   10.0.0.7:5000 (OBS) for 5m, incarnation 12\n");
    }

    [Fact]
    public void Error_messages_are_escaped_on_a_terminal()
    {
        using var errors = new MemoryStream();
        new Terminal(Stream.Null, errors, _ => null) { IsTerminal = true, IsTyped = true }
            .Complain("address.url is 'udp://\u001b[2J'\n  next");
        Encoding.UTF8.GetString(errors.ToArray()).ShouldBe("address.url is 'udp://\\u001b[2J'\n  next\n");
    }

    private static JsonView Read(string json) => new(JsonDocument.Parse(json).RootElement);
}
