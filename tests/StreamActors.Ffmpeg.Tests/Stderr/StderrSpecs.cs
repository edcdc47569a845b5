using System.Text;
using StreamActors.Kernel;

namespace StreamActors.Ffmpeg.Tests.Stderr;

public sealed class StderrSpecs
{
    private readonly ManualTime _time = new();

    [Theory]
    [InlineData("[error] rtmp://a.example/live2/abcd-efgh-1234: Connection refused",
        "[error] rtmp://a.example/live2/***: Connection refused")]
    [InlineData("rtmps://a.example:443/app/inst/key?x=y", "rtmps://a.example:443/app/***")]
    [InlineData("to 'rtmp://h/app/key':", "to 'rtmp://h/app/***':")]
    [InlineData("rtmp://h/app: Input/output error", "rtmp://h/app: Input/output error")]
    [InlineData("rtsp://admin:p@ss@10.0.0.4/cam: 401", "rtsp://***@10.0.0.4/cam: 401")]
    [InlineData("srt://h:9000?mode=caller&passphrase=correct horse&latency=20", "srt://h:9000?mode=caller&passphrase=*** horse&latency=20")]
    [InlineData("srt://h:9000?streamid=#!::r=live/x,m=publish&latency=20", "srt://h:9000?streamid=***&latency=20")]
    [InlineData("http://h/x.m3u8?KEY=1&token=2&X-Amz-Signature=3&t=4", "http://h/x.m3u8?KEY=***&token=***&X-Amz-Signature=***&t=4")]
    [InlineData("[rtmp @ 0x55] [warning] Unexpected stream other key, expecting sesame",
        "[rtmp @ 0x55] [warning] Unexpected stream ***, expecting ***")]
    [InlineData("264 - core 164 - options: keyint=250 keyint_min=25", "264 - core 164 - options: keyint=250 keyint_min=25")]
    public void Whatever_stands_where_a_secret_stands_in_a_URL_is_masked(string line, string masked) =>
    new SecretMask().Mask(line).ShouldBe(masked);

    [Theory]
    [InlineData("geheim ü/&", "x geheim ü/& y")]
    [InlineData("geheim ü/&", "x geheim%20%C3%BC%2F%26 y")]
    [InlineData("geheim ü/&", "x geheim%20%c3%bc%2f%26 y")]
    [InlineData("geheim ü/&", "x geheim+%C3%BC%2F%26 y")]
    [InlineData("ab", "x ab y")]
    public void A_known_secret_is_masked_in_each_of_its_forms(string secret, string line) =>
    new SecretMask(new Secret(secret)).Mask(line).ShouldBe("x *** y");

    [Fact]
    public void A_secret_that_holds_another_is_masked_whole() =>
        new SecretMask(new Secret("sesame"), new Secret("open-sesame-now")).Mask("open-sesame-now").ShouldBe("***");

    [Fact]
    public void A_short_secret_is_masked_only_as_a_whole_word() =>
    new SecretMask(new Secret("in")).Mask("in: Invalid input").ShouldBe("***: Invalid input");

    [Fact]
    public void A_secret_is_masked_wherever_the_chunks_were_cut()
    {
        const string Text = "[error] opening sésame-ouvre-toi failed\r\nagain sésame-ouvre-toi";
        var bytes = Encoding.UTF8.GetBytes(Text);
        for (var cut = 0; cut <= bytes.Length; cut++)
        {
            var reader = new StderrReader(_time, new SecretMask(new Secret("sésame-ouvre-toi")), _ => { });
            reader.Add(bytes.AsSpan(0, cut));
            reader.Add(bytes.AsSpan(cut));
            reader.End();
            reader.Tail.Lines.ShouldBe(["[error] opening *** failed", "again ***"]);
        }
    }

    [Fact]
    public void A_secret_at_the_cut_of_an_endless_line_does_not_show_its_beginning()
    {
        var secret = new string('S', 700) + "END";
        for (var before = 7000; before < 9300; before += 7)
        {
            var reader = new StderrReader(_time, new SecretMask(new Secret(secret)), _ => { });
            reader.Add(Encoding.UTF8.GetBytes(new string('x', before) + secret + new string('x', 20_000) + "\n"));
            reader.Tail.Lines.Single().ShouldNotContain("S", Case.Sensitive);
        }
    }

    [Fact]
    public void Output_beyond_the_budget_is_dropped_and_counted()
    {
        var kept = new List<string>();
        var reader = new StderrReader(_time, new SecretMask(), kept.Add);
        for (var line = 0; line < 100_000; line++)
            reader.Add("[h264 @ 0x1] [error] error while decoding MB 11 7, bytestream -5\n"u8);
        kept.Sum(line => line.Length).ShouldBeLessThanOrEqualTo(256 * 1024);

        _time.Move(TimeSpan.FromSeconds(10));
        reader.Add("[error] the end\n"u8);

        kept[^1].ShouldBe("[error] the end");
        kept[^2].ShouldContain("lines dropped");
        reader.Tail.Lines.Count.ShouldBe(200);
    }

    [Fact]
    public void The_tail_is_bounded_in_size_too()
    {
        var tail = new StderrTail(lines: 200, characters: 1000);
        for (var line = 0; line < 50; line++)
            tail.Add(new string('x', 300));

        tail.Lines.Count.ShouldBe(3);
    }

    [Fact]
    public async Task A_log_on_disk_is_rotated_and_never_grows_beyond_its_size()
    {
        var folder = Directory.CreateTempSubdirectory().FullName;
        await using (var shelf = new WorkloadLogs(folder, _time, bytesPerFile: 1000, files: 3, queue: 10_000))
            for (var line = 0; line < 500; line++)
                shelf.Append("egress/a", $"line {line}");

        var files = Directory.GetFiles(folder).Order(StringComparer.Ordinal).ToArray();
        files.Select(Path.GetFileName).ShouldBe(["egress~a.log", "egress~a.log.1", "egress~a.log.2"]);
        files.ShouldAllBe(file => new FileInfo(file).Length <= 1000);
        (await File.ReadAllLinesAsync(files[0]))[^1].ShouldBe("2026-01-01T00:00:00.000Z line 499");
        if (OperatingSystem.IsLinux())
            File.GetUnixFileMode(files[0]).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_disk_that_cannot_be_written_costs_lines_and_nothing_else()
    {
        var shelf = new WorkloadLogs("/proc/nowhere", _time);
        shelf.Append("a", "lost");

        await shelf.DisposeAsync();

        shelf.Missed.ShouldBeGreaterThan(0);
    }
}
