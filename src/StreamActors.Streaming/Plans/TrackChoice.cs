using System.Globalization;
using StreamActors.Domain.Addresses;
using StreamActors.Domain.Workloads;
using StreamActors.Media.Mpegts;
using StreamActors.Media.Relay;

namespace StreamActors.Streaming;

/// <summary>The part of a stream that an FFmpeg output carries: one program, and the tracks its destination can take.</summary>
/// <param name="OneOfEach">The first video and the first audio track; else all of them, and subtitles.</param>
internal sealed record TrackChoice(int? Program, bool OneOfEach)
{
    public static TrackChoice Of(Address address) => new(
        address.Options.GetValueOrDefault("program") is { } number ? int.Parse(number, CultureInfo.InvariantCulture) : null,
        Protocols.OfUrl(address.Url, isIngest: false) is { OneTrackOfEach: true });

    /// <summary>Null for a native output, which passes everything on.</summary>
    public static TrackChoice? Of(WorkloadSpec spec) =>
        spec.IsIngest || spec.Protocol is { Native: NativeDriver.Datagrams } ? null : Of(spec.Address);

    /// <summary>The configured program, else the first with video, else the first with audio.</summary>
    public ProgramMap? In(StreamLayout layout) => ProgramMap.Choose(layout.Programs, Program);

    /// <summary>Describes its tracks, and identifies the choice; null if there are none.</summary>
    public string? Tracks(StreamLayout layout) =>
        Chosen(layout).Select(s => FormattableString.Invariant($"{Name(s.Coding)} (PID {s.Pid})")).ToList() is { Count: > 0 } tracks
        ? string.Join(", ", tracks) : null;

    public string? Picture(StreamLayout layout) =>
        Chosen(layout).Where(s => s.Coding.IsVideo()).Select(s => FormattableString.Invariant($"{s.Pid} {s.Coding}")).FirstOrDefault();

    public bool HasAac(StreamLayout layout) => Chosen(layout).FirstOrDefault(s => s.Coding.IsAudio()).Coding == StreamCoding.Aac;

    public bool HasHevc(StreamLayout layout) => Chosen(layout).FirstOrDefault(s => s.Coding.IsVideo()).Coding == StreamCoding.Hevc;

    /// <param name="hevc">RTMP may carry it: the server is going to be asked.</param>
    /// <returns>Why this stream cannot be carried there, or null.</returns>
    public string? Unsupported(StreamLayout layout, bool hevc = false)
    {
        if (layout.Number == 0)
            return null;
        if (Program is { } number && In(layout) is null)
            return FormattableString.Invariant(
                $"The input has no program {number}. It has: {string.Join(", ", layout.Programs.Select(p => p.Program))}.");
        return OneOfEach && Chosen(layout).Select(s => s.Coding).FirstOrDefault(c => !FitsFlv(c) && !(hevc && c == StreamCoding.Hevc))
            is var coding && coding != StreamCoding.Unknown
            ? $"RTMP cannot carry {Name(coding)}. It starts again by itself when the input sends what RTMP carries."
            : null;
    }

    /// <summary>Which of several programs it carries; null if there is only one.</summary>
    public string? Says(StreamLayout layout) => layout.Programs.Length > 1 && In(layout) is { } program
        ? FormattableString.Invariant($"program {program.Program} of {string.Join(", ", layout.Programs.Select(p => p.Program))}")
        : null;

    private IEnumerable<ElementaryStream> Chosen(StreamLayout layout)
    {
        if (In(layout) is not { } program)
            return [];
        return OneOfEach
            ? program.Streams.Where(s => s.Coding.IsVideo()).Take(1).Concat(program.Streams.Where(s => s.Coding.IsAudio()).Take(1))
            : program.Streams.Where(
            s => s.Coding.IsVideo() || s.Coding.IsAudio() || s.Coding is StreamCoding.Subtitles or StreamCoding.Teletext);
    }

    /// <summary>Only FFmpeg can tell whether MPEG audio is layer 3, and reports it.</summary>
    private static bool FitsFlv(StreamCoding coding) =>
        coding is StreamCoding.H264 or StreamCoding.Mpeg4Video or StreamCoding.Aac or StreamCoding.MpegAudio;

    private static string Name(StreamCoding coding) => coding switch
    {
        StreamCoding.H264 => "H.264",
        StreamCoding.Hevc => "HEVC",
        StreamCoding.Aac => "AAC",
        var other => other.ToString(),
    };
}
