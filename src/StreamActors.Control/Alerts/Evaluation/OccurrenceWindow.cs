using StreamActors.Kernel;

namespace StreamActors.Control;

/// <summary>How often each subject was started and how many errors it had, since observation began.</summary>
internal sealed class OccurrenceWindow(DateTimeOffset began)
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1); // no rule has a longer window
    private const int MostMoments = 20_000;

    private readonly Dictionary<EntityId, Past> _pasts = [];

    public DateTimeOffset Began => began;

    public void Take(IReadOnlyList<Subject> subjects, DateTimeOffset now)
    {
        foreach (var subject in subjects)
            Take(subject, now);
        if (_pasts.Count <= subjects.Count)
            return;
        foreach (var gone in _pasts.Where(p => p.Value.SeenAt != now).Select(p => p.Key).ToList())
            _pasts.Remove(gone);
    }

    public long Starts(EntityId id, DateTimeOffset since) => _pasts.TryGetValue(id, out var past) ? Sum(past.Starts, since) : 0;

    public long Errors(EntityId id, DateTimeOffset since) => _pasts.TryGetValue(id, out var past) ? Sum(past.Errors, since) : 0;

    private void Take(Subject subject, DateTimeOffset now)
    {
        if (!_pasts.TryGetValue(subject.Id, out var past)) // counts from before observation began are not new
            _pasts.Add(subject.Id, past = new Past { Incarnation = subject.Incarnation, Total = subject.ContinuityErrors ?? 0 });
        past.SeenAt = now;
        if (subject.Incarnation != past.Incarnation)
            Add(past.Starts, now, 1);
        past.Incarnation = subject.Incarnation;
        if (subject.ContinuityErrors is not { } total)
            return;
        // A new incarnation counts from 0.
        var fresh = total >= past.Total ? total - past.Total : total;
        past.Total = total;
        if (fresh > 0)
            Add(past.Errors, now, fresh);
    }

    private static void Add(Queue<(DateTimeOffset At, long Count)> moments, DateTimeOffset now, long count)
    {
        moments.Enqueue((now, count));
        while (moments.TryPeek(out var oldest) && (now - oldest.At > Longest || moments.Count > MostMoments))
            moments.Dequeue();
    }

    private static long Sum(Queue<(DateTimeOffset At, long Count)> moments, DateTimeOffset since)
    {
        long sum = 0;
        foreach (var (at, count) in moments)
            sum += at > since ? count : 0;
        return sum;
    }

    private sealed class Past
    {
        public Queue<(DateTimeOffset At, long Count)> Starts { get; } = [];

        public Queue<(DateTimeOffset At, long Count)> Errors { get; } = [];

        public long Incarnation { get; set; }

        public long Total { get; set; }

        public DateTimeOffset SeenAt { get; set; }
    }
}
