using System.Text.Json.Serialization;

namespace StreamActors.Domain.Workloads;

/// <summary>What a failure was, as it decides what is done about it. Names are stored.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ErrorClass>))]
public enum ErrorClass
{
    /// <summary>Unreachable, reset, timed out, name not resolved.</summary>
    [JsonStringEnumMemberName("network")] Network,

    /// <summary>The peer closed a connection that had worked.</summary>
    [JsonStringEnumMemberName("ended-by-peer")] EndedByPeer,

    /// <summary>It lives and moves nothing.</summary>
    [JsonStringEnumMemberName("stalled")] Stalled,

    /// <summary>The peer says that there is no such stream.</summary>
    [JsonStringEnumMemberName("not-found")] NotFound,

    /// <summary>The relay that feeds it has gone.</summary>
    [JsonStringEnumMemberName("input-lost")] InputLost,

    [JsonStringEnumMemberName("bad-url")] BadUrl,

    [JsonStringEnumMemberName("codec")] Codec,

    /// <summary>A key, user or passphrase is refused.</summary>
    [JsonStringEnumMemberName("refused-auth")] RefusedAuth,

    /// <summary>Memory, disk, descriptors or encoder sessions have run out here.</summary>
    [JsonStringEnumMemberName("resources")] Resources,

    /// <summary>What came from the input had packets missing, and a copy of it could not go on. The output is not to blame.</summary>
    [JsonStringEnumMemberName("damaged-input")] DamagedInput,

    /// <summary>None of the others: a crash, an argument refused.</summary>
    [JsonStringEnumMemberName("bug")] Bug,

    /// <summary>No failure: the source has come to the end that it was to have.</summary>
    [JsonStringEnumMemberName("ended")] Ended,
}
