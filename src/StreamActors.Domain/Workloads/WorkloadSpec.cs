using System.Text.Json.Serialization;
using StreamActors.Domain.Addresses;

namespace StreamActors.Domain.Workloads;

/// <summary>Which way the media goes. Names are stored.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<WorkloadSort>))]
public enum WorkloadSort
{
    [JsonStringEnumMemberName("ingest")] Ingest,
    [JsonStringEnumMemberName("egress")] Egress,
}

/// <summary>
/// What a workload has to do, copied from its owner: it starts on any node without asking anybody.
/// <paramref name="Relay"/> is what an ingest fills and an egress reads.
/// </summary>
public sealed record WorkloadSpec(WorkloadSort Sort, string Relay, Address Address, TimeSpan StallAfter)
{
    public static readonly TimeSpan DefaultStallAfter = TimeSpan.FromSeconds(10);

    [JsonIgnore]
    public bool IsIngest => Sort == WorkloadSort.Ingest;

    /// <summary>
    /// A program of its own listens for it, which may hang with its port open: once its peer sends or takes nothing any more it is replaced. A socket
    /// of our own cannot hang.
    /// </summary>
    [JsonIgnore]
    public bool IsReplacedWhenStalled => Listens && Protocol is { AlwaysListens: false };

    /// <summary>
    /// It waits for the other side to come to it. Silence is then no reason to close the door: a closed one would miss its return.
    /// </summary>
    [JsonIgnore]
    public bool Listens => Protocol?.IsListener(Address.Options) == true;

    /// <summary>Null where this program does not know it.</summary>
    [JsonIgnore]
    public Protocol? Protocol => Protocols.OfUrl(Address.Url, IsIngest);
}
