using System.Globalization;
using System.Text.Json;

namespace StreamActors.Ffmpeg;

public sealed record ProbedTrack(int Index, string Kind, string Codec)
{
    public int? Width { get; init; }

    public int? Height { get; init; }

    public double? FramesPerSecond { get; init; }

    public int? SampleRate { get; init; }

    public int? Channels { get; init; }

    public string? Language { get; init; }
}

/// <summary>What ffprobe found.</summary>
public sealed record ProbedStream(string Format, IReadOnlyList<ProbedTrack> Tracks)
{
    /// <returns>Null where this is not ffprobe's JSON, or holds no track.</returns>
    internal static ProbedStream? Parse(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            if (!document.RootElement.TryGetProperty("streams", out var streams) || streams.ValueKind != JsonValueKind.Array)
                return null;
            var tracks = streams.EnumerateArray().Where(stream => stream.ValueKind == JsonValueKind.Object).Select(Track).ToArray();
            var format = document.RootElement.TryGetProperty("format", out var about) ? Text(about, "format_name") : null;
            return tracks.Length == 0 ? null : new ProbedStream(format ?? "", tracks);
        }
        catch (JsonException)
        {
            return null; // cut off by the time limit, or no JSON at all
        }
    }

    private static ProbedTrack Track(JsonElement stream) => new(Whole(stream, "index") ?? 0, Text(stream, "codec_type") ?? "", Text(stream, "codec_name") ?? "")
    {
        Width = Whole(stream, "width"),
        Height = Whole(stream, "height"),
        FramesPerSecond = Ratio(Text(stream, "avg_frame_rate")) ?? Ratio(Text(stream, "r_frame_rate")),
        SampleRate = int.TryParse(Text(stream, "sample_rate"), CultureInfo.InvariantCulture, out var rate) ? rate : null,
        Channels = Whole(stream, "channels"),
        Language = stream.TryGetProperty("tags", out var tags) ? Text(tags, "language") : null,
    };

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static int? Whole(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number : null;

    private static double? Ratio(string? text) =>
        text?.Split('/') is [var over, var under]
        && double.TryParse(over, CultureInfo.InvariantCulture, out var numerator) && double.TryParse(under, CultureInfo.InvariantCulture, out var denominator)
        && numerator > 0 && denominator > 0
            ? numerator / denominator
            : null;
}
