using StreamActors.Media.Flv;
using StreamActors.Media.Mpegts;
using StreamActors.Media.Rtmp;
using StreamActors.Media.Tests.Streams;

namespace StreamActors.Media.Tests.Flv;

public sealed class TsToFlvSpecs
{
    private const string H264 = "-c:v libx264 -preset ultrafast -threads 1 -pix_fmt yuv420p -g 25";
    private const string Hevc = "-c:v libx265 -preset ultrafast -x265-params log-level=error:keyint=25:bframes=2:pools=1 -pix_fmt yuv420p";

    public static TheoryData<string, string> Streams => new()
    {
        { H264 + " -bf 2", "-c:a aac" },
        { H264 + " -profile:v high422 -pix_fmt yuv422p10le -bf 3 -x264-params open-gop=1:b-adapt=0", "-c:a libmp3lame -ar 44100" },
        { H264 + " -profile:v high -tune zerolatency -x264-params slices=4:interlaced=1:cqm=jvt", "-c:a aac -ac 2 -b:a 256k" },
        { H264 + " -vf crop=310:170 -bf 2", "" },
        { "", "-c:a aac -ar 44100" },
        { "", "-c:a libmp3lame -ar 48000" },
    };

    [Theory, MemberData(nameof(Streams))]
    public void FFmpeg_decodes_the_same_pictures_and_the_same_sound(string video, string audio)
    {
        var ts = Ffmpeg.Stream("4", video, audio);
        var tags = Convert(ts);
        var flv = FlvFile.Write(tags);
        Ffmpeg.Complaints(flv, "-f null -", "flv").ShouldBeEmpty();
        tags.Min(t => t.At).ShouldBeLessThanOrEqualTo(100u);
        foreach (var track in tags.Where(t => t.Type != FlvTagType.Script).GroupBy(t => t.Type))
            track.Zip(track.Skip(1)).ShouldAllBe(pair => pair.Second.At >= pair.First.At);
        if (audio.Length > 0)
            Ffmpeg.Decoded(flv, "a").ShouldBe(Ffmpeg.Decoded(ts, "a"));
        if (video.Length == 0)
            return;
        Ffmpeg.Decoded(flv, "v").ShouldBe(Ffmpeg.Decoded(ts, "v"));
        tags.Count(t => t is { Type: FlvTagType.Video, IsConfig: true }).ShouldBe(1);
        var (before, after) = (Ffmpeg.Times(ts, "v"), Ffmpeg.Times(flv, "v"));
        after.Zip(before, (a, b) => Math.Abs(a - after[0] - (b - before[0]))).ShouldAllBe(difference => difference < 0.0021);
    }

    [Theory]
    [InlineData("")]
    [InlineData(":open-gop=1:bframes=4")]
    public void HEVC_goes_there_and_back(string more)
    {
        var ts = Ffmpeg.Stream("4", Hevc.Replace(":pools", more + ":pools"), "-c:a aac");
        var back = new List<byte>();
        var flvToTs = new FlvToTs(packets => back.AddRange(packets));
        var tags = Convert(ts);
        foreach (var tag in tags)
            flvToTs.Take(tag.Type, tag.At, tag.Body);
        Ffmpeg.Complaints([.. back], "-f null -").ShouldBeEmpty();
        Ffmpeg.Decoded([.. back], "v").ShouldBe(Ffmpeg.Decoded(ts, "v"));
        Ffmpeg.Decoded([.. back], "a").ShouldBe(Ffmpeg.Decoded(ts, "a"));
        // The old form with a number, as some encoders of China send it.
        var old = new List<byte>();
        flvToTs = new FlvToTs(packets => old.AddRange(packets));
        foreach (var (type, at, body) in tags)
        {
            flvToTs.Take(type, at, type != FlvTagType.Video ? body
                : (body[0] & 15) == 0 ? [0x1C, 0, 0, 0, 0, .. body[5..]] : [(byte)((body[0] & 0x30) | 12), 1, .. body[5..]]);
        }
        old.ShouldBe(back);
    }

    [Fact]
    public void The_record_of_an_HEVC_stream_is_that_of_FFmpeg()
    {
        var ts = Ffmpeg.Stream("1", Hevc, "");
        var ours = Convert(ts).First(t => t.Type == FlvTagType.Video).Body[5..];
        var mp4 = Ffmpeg.Remuxed(ts, "-c copy -tag:v hvc1 -movflags frag_keyframe+empty_moov", "mp4");
        var theirs = mp4.AsSpan(mp4.AsSpan().IndexOf("hvcC"u8) + 4);
        theirs = theirs[..Math.Min(theirs.Length, ours.Length)];
        ours[..13].ShouldBe(theirs[..13].ToArray());
        ours[16..23].ShouldBe(theirs[16..23].ToArray());
        theirs[23..].IndexOf(ours.AsSpan()[26..60]).ShouldBeGreaterThanOrEqualTo(0); // FFmpeg adds an array for an SEI message
    }

    [Fact]
    public void Times_go_on_over_the_wrap_of_33_bits()
    {
        var plain = Convert(Ffmpeg.Stream("3", H264 + " -bf 2", "-c:a aac"));
        var wrapping = Convert(Ffmpeg.Stream("3", H264 + " -bf 2", "-c:a aac", "-output_ts_offset 95441.2"));
        wrapping.Count.ShouldBe(plain.Count);
        wrapping.Zip(plain).ShouldAllBe(pair => Math.Abs((int)(pair.First.At - pair.Second.At)) <= 1);
    }

    [Fact]
    public void Times_never_go_back_where_the_source_jumps()
    {
        var ts = Ffmpeg.Stream("3", H264 + " -bf 2", "-c:a aac");
        var tags = Convert([.. ts, .. ts]);
        foreach (var track in tags.Where(t => t.Type != FlvTagType.Script).GroupBy(t => t.Type))
            track.Zip(track.Skip(1)).ShouldAllBe(pair => pair.Second.At >= pair.First.At && pair.Second.At - pair.First.At < 500);
    }

    [Theory]
    [InlineData(H264, "-c:a aac -ar 44100", "videocodecid=7 width=320 height=180 audiocodecid=10 audiosamplerate=44100 stereo=False")]
    [InlineData(Hevc + " -vf crop=318:178", "", "videocodecid=1752589105 width=318 height=178")]
    [InlineData("", "-c:a libmp3lame -ac 2", "audiocodecid=2 audiosamplerate=48000 stereo=True")]
    public void OnMetaData_says_what_is_sent(string video, string audio, string said)
    {
        var script = Convert(Ffmpeg.Stream("1", video, audio)).Last(t => t.Type == FlvTagType.Script);
        var values = AmfReader.ReadAll(script.Body);
        values[0].ShouldBe("onMetaData");
        string.Join(' ', values[1].ShouldBeOfType<AmfObject>().Select(p => $"{p.Key}={p.Value}"))
            .ShouldBe($"{said} encoder=StreamActors");
    }

    [Fact]
    public void A_new_resolution_brings_a_new_sequence_header_before_its_first_picture()
    {
        byte[] both =
            [.. Ffmpeg.Stream("2", H264, ""), .. Ffmpeg.Stream("2", H264 + " -s 160x90", "", "-output_ts_offset 2")];
        var video = Convert(both).Where(t => t.Type == FlvTagType.Video).ToList();
        video.Count(t => t.IsConfig).ShouldBe(2);
        var second = video.FindLastIndex(t => t.IsConfig);
        video[second + 1].Body[0].ShouldBe((byte)0x17);
        // The counters do not go on where the streams meet: the last picture before may be incomplete.
        Ffmpeg.Decoded(FlvFile.Write(video), "v").Length.ShouldBeInRange(99, 100);
    }

    [Fact]
    public void After_a_loss_it_goes_on_with_what_can_be_decoded()
    {
        var ts = Ffmpeg.Stream("4", H264 + " -bf 2 -b:v 500k", "-c:a aac");
        var whole = Convert(ts);
        var hashes = Ffmpeg.Decoded(ts, "v").ToHashSet();
        for (var seed = 0; seed < 4; seed++)
        {
            var random = new Random(seed);
            var lossy = ts.Chunk(188).Where((_, i) => i < 3 || random.Next(150) > 0).SelectMany(p => p).ToArray();
            var tags = new List<Tag>();
            var tsToFlv = new TsToFlv((type, at, body) => tags.Add(new(type, at, body.ToArray())));
            tsToFlv.Take(lossy);
            tsToFlv.Flush();
            tsToFlv.Dropped.ShouldBeGreaterThan(0);
            tags.Count.ShouldBeInRange(whole.Count / 10, whole.Count - 1);
            var flv = FlvFile.Write(tags.Where(t => t.Type == FlvTagType.Video));
            // Every picture is one of the source's: none is damaged.
            Ffmpeg.Decoded(flv, "v").ShouldAllBe(hash => hashes.Contains(hash));
        }
    }

    [Fact]
    public void One_program_is_carried_the_named_one_or_the_first_with_video()
    {
        var mux = new Mux();
        mux.Pat(0, (1, 0x100), (2, 0x200), (3, 0x300));
        mux.Psi(0x100, Mux.PmtSection(1, 0, 0x111, (0x0F, 0x111)));
        mux.Psi(0x200, Mux.PmtSection(2, 0, 0x121, (0x0F, 0x122), (0x1B, 0x121), (0x1B, 0x123), (0x03, 0x124)));
        mux.Psi(0x300, Mux.PmtSection(3, 0, 0x131, (0x24, 0x131), (0x11, 0x132)));
        var bytes = mux.Cut();
        Coding(null).ShouldBe((StreamCoding.H264, StreamCoding.Aac, null));
        Coding(1).ShouldBe((StreamCoding.Unknown, StreamCoding.Aac, null));
        Coding(3).ShouldBe((StreamCoding.Hevc, StreamCoding.Unknown, "RTMP cannot carry AacLatm."));
        Coding(4).ShouldBe((StreamCoding.Unknown, StreamCoding.Unknown, null));

        (StreamCoding, StreamCoding, string?) Coding(int? program)
        {
            var tsToFlv = new TsToFlv((_, _, _) => { }, program);
            tsToFlv.Take(bytes);
            return (tsToFlv.Video, tsToFlv.Audio, tsToFlv.Refusal);
        }
    }

    [Fact]
    public void MPEG_audio_of_layer_2_is_refused_with_the_reason()
    {
        var tsToFlv = new TsToFlv((_, _, _) => throw new InvalidOperationException("nothing fits"));
        tsToFlv.Take(Ffmpeg.Stream("1", "", "-c:a mp2"));
        tsToFlv.Refusal.ShouldBe("RTMP cannot carry MPEG audio of layer 2.");
    }

    [Fact]
    public void A_steady_stream_allocates_nothing()
    {
        var ts = Ffmpeg.Stream("3", H264 + " -bf 2", "-c:a aac");
        var tags = 0;
        var tsToFlv = new TsToFlv((_, _, _) => tags++);
        tsToFlv.Take(ts);
        Enumerable.Range(0, 5).Min(_ =>
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            tsToFlv.Take(ts);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }).ShouldBe(0);
        tags.ShouldBeGreaterThan(0);
    }

    private static List<Tag> Convert(byte[] ts)
    {
        var tags = new List<Tag>();
        var tsToFlv = new TsToFlv((type, at, body) => tags.Add(new(type, at, body.ToArray())));
        // Any number of packets at a time.
        for (int at = 0, count = 1; at < ts.Length; count = (count % 9) + 1)
        {
            var taken = Math.Min(count * TsPacket.Size, ts.Length - at);
            tsToFlv.Take(ts.AsSpan(at, taken));
            at += taken;
        }
        tsToFlv.Flush();
        return tags;
    }
}
