using System.Globalization;

namespace StreamActors.Ffmpeg;

/// <summary>A recording as MPEG-TS, which stays readable when it is cut off; in one file, or in segments named after their start.</summary>
/// <param name="Path">Absolute; its folder exists. Segments get their start time (UTC) before the extension.</param>
public sealed record FileTarget(string Path, TimeSpan? PieceLength = null) : Target
{
    public override string Protocol => "file";

    /// <summary>The timestamp in names of recordings: UTC, so that no hour repeats.</summary>
    public static string Stamp(DateTimeOffset at) => at.ToUniversalTime().ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);

    internal override bool PassesDamage => true;

    internal override IEnumerable<string> Output(FfmpegVersion version) => PieceLength is { } length
        ?
        [
            "-f", "segment", "-segment_format", "mpegts", "-segment_time",
            length.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture),
            "-segment_atclocktime", "1", "-reset_timestamps", "1", "-strftime", "1", $"file:{Pattern}",
        ]
        : [.. Tokens.Mpegts, $"file:{Path}"];

    private string Pattern => System.IO.Path.Combine(
        Tokens.InPattern(System.IO.Path.GetDirectoryName(Path) ?? "/"),
        $"{Tokens.InPattern(System.IO.Path.GetFileNameWithoutExtension(Path))}-%Y%m%dT%H%M%SZ"
            + $"{Tokens.InPattern(System.IO.Path.GetExtension(Path))}");
}
