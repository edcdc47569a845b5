using System.Text.RegularExpressions;
using StreamActors.Domain.Workloads;

namespace StreamActors.Ffmpeg.Tests.Faults;

/// <summary>
/// Each file in texts/ has FFmpeg 5.1's output for a provoked failure; its first line says what was running and the expected class.
/// </summary>
public sealed partial class FaultSpecs
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Faults", "texts");

    public static TheoryData<string> Texts => [.. Directory.EnumerateFiles(Folder, "*.txt")
        .Select(file => Path.GetFileNameWithoutExtension(file)!).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Texts))]
    public void A_failure_provoked_with_real_FFmpeg_is_classified(string text)
    {
        var (runOutcome, expected) = Read(text);

        var diagnosis = Fault.Of(runOutcome);

        diagnosis.Class.ShouldBe(expected, $"{diagnosis.Sentence} ({diagnosis.Evidence})");
        diagnosis.Sentence.ShouldEndWith(".");
        diagnosis.Sentence.ShouldNotContain("{0}");
        diagnosis.Sentence.ShouldNotContain(" .");
    }

    [Fact]
    public void Every_class_that_FFmpeg_can_show_has_been_provoked() =>
        Directory.EnumerateFiles(Folder, "*.txt").Select(file => Read(Path.GetFileNameWithoutExtension(file)).Expected).Distinct()
        .ShouldBe(Enum.GetValues<ErrorClass>().Except([ErrorClass.Ended]), ignoreOrder: true);

    [Fact]
    public void A_kill_from_outside_is_want_of_resources_and_a_crash_is_a_bug()
    {
        Fault.Of(Ended(signal: 9)).Class.ShouldBe(ErrorClass.Resources);
        Fault.Of(Ended(signal: 11)).ShouldBe(new Diagnosis(ErrorClass.Bug, "FFmpeg crashed (signal 11)."));
        Fault.Of(Ended(signal: 15)).Class.ShouldBe(ErrorClass.EndedByPeer);
    }

    [Fact]
    public void An_exit_without_output_is_classified_by_direction()
    {
        Fault.Of(Ended(code: 0)).Class.ShouldBe(ErrorClass.EndedByPeer);
        Fault.Of(Ended(code: 0) with { Side = Side.Egress }).Class.ShouldBe(ErrorClass.InputLost);
        Fault.Of(Ended(code: 1)).Class.ShouldBe(ErrorClass.Bug);
        Fault.Of(Ended(code: 127)).Class.ShouldBe(ErrorClass.Bug);
    }

    [Fact]
    public void The_end_of_what_has_an_end_is_no_failure_and_the_end_of_a_live_source_is()
    {
        Fault.Of(Ended(code: 0) with { Protocol = "file", HasEnd = true })
            .ShouldBe(new Diagnosis(ErrorClass.Ended, "The file was played to its end."));
        Fault.Of(Ended(code: 0) with { HasEnd = true }).ShouldBe(new Diagnosis(ErrorClass.Ended, "The playlist has ended."));
        Fault.Of(Ended(code: 0)
            with { HasEnd = true, Lines = ["[error] http://x/live.m3u8: Server returned 404 Not Found"] }).Class.ShouldBe(
            ErrorClass.NotFound);
        Fault.Of(Ended(code: 0)).Class.ShouldBe(ErrorClass.EndedByPeer);
    }

    [Fact]
    public void The_end_of_a_publisher_with_the_right_key_is_not_told_as_that_of_a_wrong_one() =>
        Fault.Of(Ended(code: 0) with { Protocol = "rtmp-listener", Lines =
        ["[rtmp @ 0x1] [warning] Unexpected stream ***, expecting ***"] }).Sentence.ShouldBe(
        "The publisher ended its stream, or the connection was lost.");

    [Fact]
    public void A_complaint_is_read_from_the_newest_lines_only()
    {
        string[] lines =
            ["[http @ 0x1] [warning] HTTP error 403 Forbidden", .. Enumerable.Repeat("[http @ 0x1] [warning] HTTP error 404 Not Found", 6)];

        Fault.Complaint(Ended() with { Lines = lines }).ShouldNotBeNull().Class.ShouldBe(ErrorClass.NotFound);
        Fault.Complaint(Ended() with { Lines = ["[h264 @ 0x1] [warning] co located POCs unavailable"] }).ShouldBeNull();
    }

    [Fact]
    public void What_a_title_says_is_no_fault() =>
        Fault.Of(Ended(code: 0) with { Lines = ["[info]     title           : Connection refused",
        "[mpegts @ 0x1] [info] 403 Forbidden"] }).Class.ShouldBe(ErrorClass.EndedByPeer);

    [Fact]
    public void What_was_said_long_before_the_end_is_not_its_reason()
    {
        var lines = Enumerable.Repeat("[h264 @ 0x1] [warning] co located POCs unavailable", 40)
            .Prepend("[error] http://x: Server returned 403 Forbidden (access denied)");

        Fault.Of(Ended(code: 0) with { Lines = [.. lines] }).Class.ShouldBe(ErrorClass.EndedByPeer);
    }

    [Fact]
    public void Newer_versions_wrap_the_same_words_differently() =>
        Fault.Of(Ended(code: 145) with
        {
            Lines =
            [
                "[tcp @ 0x6149c40] [error] Connection to tcp://127.0.0.1:9?timeout=0 failed: Connection refused",
                "[in#0 @ 0x6147d00] [error] Error opening input: Connection refused",
                "[error] Error opening input file rtsp://127.0.0.1:9/x.",
                "[error] Error opening input files: Connection refused",
            ],
        }).Class.ShouldBe(ErrorClass.Network);

    [Fact]
    public void A_destination_that_falls_silent_is_told_from_one_that_closes_the_connection()
    {
        var closes = Ended(code: 1) with
        {
            Side = Side.Egress,
            Protocol = "rtmp",
            MediaSeen = false,
            Lived = TimeSpan.FromSeconds(2),
            Lines = ["[error] rtmp://192.0.2.1/live: Input/output error"],
        };

        Fault.Of(closes).Class.ShouldBe(ErrorClass.RefusedAuth);
        Fault.Of(closes with { Lived = TimeSpan.FromSeconds(15.2) }).Class.ShouldBe(ErrorClass.Network);
    }

    [Fact]
    public void Any_lines_at_all_are_classified()
    {
        var random = new Random(7);
        for (var round = 0; round < 2000; round++)
        {
            var line = new string([.. Enumerable.Range(0, random.Next(200)).Select(_ => (char)random.Next(1, 0x250))]);
            Fault.Of(Ended(code: 1) with { Lines = [line] }).ShouldNotBeNull();
        }
    }

    private static RunOutcome Ended(int? code = null, int? signal = null) =>
        new(Side.Ingest, "http", new ChildEnd(code, signal, TimeSpan.Zero, 0), MediaSeen: true, []);

    private static (RunOutcome Story, ErrorClass Expected) Read(string text)
    {
        var lines = File.ReadAllLines(Path.Combine(Folder, text + ".txt"));
        var head = Head().Match(lines[0]).Groups;
        var mask = new SecretMask(); // the table sees masked lines only, since only those are kept
        return (
            new RunOutcome(Enum.Parse<Side>(head[1].Value), head[2].Value, new ChildEnd(int.Parse(head[3].Value), null, TimeSpan.Zero, 0),
                head[4].Value == "yes", [.. lines[1..].Select(mask.Mask)]),
            Enum.Parse<ErrorClass>(head[5].Value));
    }

    [GeneratedRegex(@"^(\w+) (\S+) exit=(\d+) media=(\w+) class=(\w+)$")]
    private static partial Regex Head();
}
