namespace StreamActors.Media.Srt;

/// <summary>Settings of a connection, or of a listener for all it accepts. No record: it holds a passphrase.</summary>
public sealed class SrtOptions
{
    public string? Passphrase { get; init; }

    /// <summary>AES key length in bytes: 16, 24 or 32.</summary>
    public int? KeyLength { get; init; }

    public string? StreamId { get; init; }

    /// <summary>The larger value of both sides applies.</summary>
    public TimeSpan? Latency { get; init; }

    /// <summary>Bits per second, with retransmissions; null: no limit.</summary>
    public long? MaxBandwidth { get; init; }

    /// <summary>Nothing is received, which saves most of what libsrt allocates for a connection.</summary>
    public bool OnlySends { get; init; }

    /// <summary>Both sides call each other, from the same port.</summary>
    public bool Rendezvous { get; init; }
}
