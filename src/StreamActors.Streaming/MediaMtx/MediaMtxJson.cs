using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace StreamActors.Streaming;

/// <summary>What is read of the answers of MediaMTX's control API. Names are those of its API; what a version lacks is null.</summary>
internal sealed record MediaMtxVersion(string? Version, string? Started);

internal sealed record MediaMtxPage<T>(int PageCount, IReadOnlyList<T>? Items);

/// <param name="Ready">Of older versions; newer ones have <paramref name="Available"/> too.</param>
/// <param name="BytesReceived">Of older versions; newer ones have <paramref name="InboundBytes"/> too.</param>
internal sealed record MediaMtxPath(string Name, bool? Ready, bool? Available, MediaMtxPeer? Source, IReadOnlyList<MediaMtxPeer>? Readers,
    long? BytesReceived, long? InboundBytes, long? BytesSent, long? OutboundBytes)
{
    [JsonIgnore]
    public bool HasMedia => Available ?? Ready ?? false;
}

/// <summary>The source or a reader of a path.</summary>
internal sealed record MediaMtxPeer(string? Type, string? Id);

/// <summary>A connection of an SRT or RTMP peer, or an RTSP session.</summary>
internal sealed record MediaMtxConnection(string? Id, string? State, string? RemoteAddr, string? Path);

internal sealed record MediaMtxError(string? Error);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(MediaMtxVersion))]
[JsonSerializable(typeof(MediaMtxError))]
[JsonSerializable(typeof(MediaMtxPage<MediaMtxPath>))]
[JsonSerializable(typeof(MediaMtxPage<MediaMtxConnection>))]
[JsonSerializable(typeof(MediaMtxPage<JsonObject>))]
[JsonSerializable(typeof(JsonObject))]
internal sealed partial class MediaMtxJson : JsonSerializerContext;
