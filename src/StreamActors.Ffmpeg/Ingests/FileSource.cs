namespace StreamActors.Ffmpeg;

/// <summary>A file, played in real time; endlessly if it loops.</summary>
/// <param name="Path">Absolute.</param>
public sealed record FileSource(string Path, bool Loop = true) : Source
{
    /// <summary>The demuxers a media file may use. No playlists or concat scripts: those name other files.</summary>
    private const string Formats =
        "mpegts,mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,flv,avi,mpeg,mp3,aac,wav,flac,ogg,mxf,h264,hevc,live_flv,gxf,asf";

    public override string Protocol => "file";

    internal override IReadOnlyList<string> Whitelist => ["file"];

    internal override bool HasEnd => !Loop;

    internal override IEnumerable<string> Coding => ["-map", "0:V?", "-map", "0:a?", .. Tokens.Copy(Sound)];

    internal override IEnumerable<string> Pace => Loop ? ["-stream_loop", "-1", "-re"] : ["-re"];

    internal override IEnumerable<string> Input(FfmpegVersion version) => ["-format_whitelist", Formats, "-i", $"file:{Path}"];
}
