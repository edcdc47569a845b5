namespace StreamActors.Media.Relay;

/// <summary>What is counted of the stream as a whole, beside what the framer and the tracks count.</summary>
internal sealed class StreamFigures
{
    public long TransportErrors { get; set; }

    public long Nulls { get; set; }

    public long Scrambled { get; set; }
}
