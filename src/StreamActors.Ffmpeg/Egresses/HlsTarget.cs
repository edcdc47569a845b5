using System.Globalization;

namespace StreamActors.Ffmpeg;

/// <summary>A live playlist and its segments in a folder, which some web server shows.</summary>
/// <param name="Folder">Absolute, and there. Other percent signs stay as they are, but FFmpeg would put the segment's number in place of a '%d' in it.</param>
public sealed record HlsTarget(string Folder) : Target
{
    public TimeSpan SegmentLength { get; init; } = TimeSpan.FromSeconds(4);

    public int Segments { get; init; } = 6;

    public override string Protocol => "hls";

    /// <summary>With more, each segment is a line.</summary>
    internal override string LogLevel => "level+warning";

    internal override IEnumerable<string> Tracks => ["-map", "0:V:0?", "-map", "0:a:0?"];

    /// <summary>Playlists are put in place whole, and segments that have left the list go: the folder never grows. Times in names keep restarts apart.</summary>
    internal override IEnumerable<string> Output(FfmpegVersion version) =>
    [
        "-f", "hls", "-hls_time", SegmentLength.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture), .. Tokens.Option("hls_list_size", Segments),
        "-hls_flags", "delete_segments+temp_file+independent_segments+append_list+omit_endlist",
        "-hls_start_number_source", "epoch", "-hls_segment_filename", $"file:{Path.Combine(Folder, "%d.ts")}",
        $"file:{Path.Combine(Folder, "index.m3u8")}",
    ];
}
