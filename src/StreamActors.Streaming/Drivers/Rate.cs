namespace StreamActors.Streaming;

/// <summary>Bits per second between two readings. Single caller.</summary>
internal sealed class Rate(TimeProvider time)
{
    private long _bytes;
    private long _at = time.GetTimestamp();

    public long Of(long bytes)
    {
        var now = time.GetTimestamp();
        var seconds = time.GetElapsedTime(_at, now).TotalSeconds;
        var rate = seconds > 0 ? (long)((bytes - _bytes) * 8 / seconds) : 0;
        (_bytes, _at) = (bytes, now);
        return rate;
    }
}
