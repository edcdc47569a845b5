using System.Collections.Concurrent;

namespace StreamActors.Runtime.Promises;

public sealed class MemoryTimeline : ITimeline
{
    private readonly ConcurrentQueue<Moment> _moments = new();

    public IReadOnlyCollection<Moment> Moments => _moments;

    public long Dropped => 0;

    public void Append(Moment moment) => _moments.Enqueue(moment);
}
