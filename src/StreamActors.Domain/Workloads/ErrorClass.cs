using System.Text.Json.Serialization;

namespace StreamActors.Domain.Workloads;

/// <summary>The class of a failure, which decides the reaction. Names are stored.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ErrorClass>))]
public enum ErrorClass
{
    /// <summary>Unreachable, reset, timed out, name not resolved.</summary>
    [JsonStringEnumMemberName("network")] Network,

    /// <summary>The peer closed an established connection.</summary>
    [JsonStringEnumMemberName("ended-by-peer")] EndedByPeer,

    /// <summary>Running, but no media moves.</summary>
    [JsonStringEnumMemberName("stalled")] Stalled,

    /// <summary>The peer reports that the stream does not exist.</summary>
    [JsonStringEnumMemberName("not-found")] NotFound,

    /// <summary>The relay of its input is gone.</summary>
    [JsonStringEnumMemberName("input-lost")] InputLost,

    [JsonStringEnumMemberName("bad-url")] BadUrl,

    [JsonStringEnumMemberName("codec")] Codec,

    /// <summary>A key, user or passphrase was refused.</summary>
    [JsonStringEnumMemberName("refused-auth")] RefusedAuth,

    /// <summary>Out of memory, disk, file descriptors or encoder sessions.</summary>
    [JsonStringEnumMemberName("resources")] Resources,

    /// <summary>Packets were missing in the input, and a copy of it could not go on. Not the fault of the output.</summary>
    [JsonStringEnumMemberName("damaged-input")] DamagedInput,

    /// <summary>Anything else: a crash, an invalid argument.</summary>
    [JsonStringEnumMemberName("bug")] Bug,

    /// <summary>Not a failure: the source reached its regular end.</summary>
    [JsonStringEnumMemberName("ended")] Ended,
}
