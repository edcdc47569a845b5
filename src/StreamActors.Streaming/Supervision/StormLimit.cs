namespace StreamActors.Streaming;

/// <summary>Limits starts per second, in order of arrival.</summary>
/// <param name="perSecond">Read each time: this node's share changes with the cluster.</param>
internal sealed class StormLimit(Func<double> perSecond, TimeProvider time)
{
    private const int AtOnce = 4;

    private readonly Lock _gate = new();
    private readonly long _began = time.GetTimestamp();
    private TimeSpan _next = TimeSpan.FromDays(-1); // long ago: the first few start at once

    public async Task Turn(CancellationToken stop)
    {
        var wait = Reserve();
        if (wait > TimeSpan.Zero)
            await Task.Delay(wait, time, stop);
    }

    internal TimeSpan Reserve()
    {
        var gap = TimeSpan.FromSeconds(1 / Math.Max(0.01, perSecond()));
        lock (_gate)
        {
            var now = time.GetElapsedTime(_began); // monotonic: the wall clock may be set back
            var earliest = now - ((AtOnce - 1) * gap);
            _next = (_next < earliest ? earliest : _next) + gap;
            return _next - gap - now;
        }
    }
}
