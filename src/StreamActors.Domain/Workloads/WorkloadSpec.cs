using System.Text.Json.Serialization;
using StreamActors.Domain.Addresses;

namespace StreamActors.Domain.Workloads;

/// <summary>The direction of the media. Names are stored.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<WorkloadType>))]
public enum WorkloadType
{
    [JsonStringEnumMemberName("ingest")] Ingest,
    [JsonStringEnumMemberName("egress")] Egress,
}

/// <summary>
/// What a workload does, copied from its owner, so that it starts on any node without asking another entity.
/// <paramref name="Relay"/> is written by an ingest and read by an egress.
/// </summary>
public sealed record WorkloadSpec(WorkloadType Sort, string Relay, Address Address, TimeSpan StallAfter)
{
    [JsonIgnore]
    public bool IsIngest => Sort == WorkloadType.Ingest;

    /// <summary>
    /// An external program listens for it and may hang with its port open: it is replaced when it stalls. Our own sockets cannot hang.
    /// </summary>
    [JsonIgnore]
    public bool IsReplacedWhenStalled =>
        Listens && UrlParts.Parse(Address.Url, out var url) is null && Protocol?.IsNativeListener(url, Address.Options) == false;

    /// <summary>It listens for its peer. Silence is then no reason to stop: a closed port would miss the peer's return.</summary>
    [JsonIgnore]
    public bool Listens => Protocol?.IsListener(Address.Options) == true;

    /// <summary>Null where this program does not know it.</summary>
    [JsonIgnore]
    public Protocol? Protocol => Protocols.OfUrl(Address.Url, IsIngest);
}
