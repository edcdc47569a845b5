namespace StreamActors.Media.Relay;

/// <summary>Counters of the whole stream, in addition to those of the framer and the tracks.</summary>
internal sealed class StreamFigures
{
    public long TransportErrors { get; set; }

    public long Nulls { get; set; }

    public long Scrambled { get; set; }
}
