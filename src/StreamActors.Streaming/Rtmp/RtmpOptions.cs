using StreamActors.Domain.Addresses;

namespace StreamActors.Streaming;

/// <summary>RTMP for players, and over TLS for all inputs that publishers send to. The plain ports of those are in their URLs.</summary>
public sealed record RtmpOptions
{
    /// <summary>HOST:PORT that is open for players even if no input needs it; empty: none.</summary>
    public OptionalAddress Listen { get; init; }

    /// <summary>HOST:PORT of the port for RTMPS; empty: none.</summary>
    public OptionalAddress TlsListen { get; init; }

    /// <summary>PEM files, relative to the data folder.</summary>
    public string Certificate { get; init; } = "";

    public string Key { get; init; } = "";
}
