using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace StreamActors.Streaming;

/// <summary>Something checked a few times a second.</summary>
internal interface IPeriodicCheck
{
    void Check();
}

/// <summary>One timer for all periodic checks of this node.</summary>
internal sealed partial class PeriodicChecks : IAsyncDisposable
{
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private readonly ConcurrentDictionary<IPeriodicCheck, byte> _all =
        new(ReferenceEqualityComparer.Instance as IEqualityComparer<IPeriodicCheck>);
    private readonly ILogger _log;
    private readonly ITimer _timer;
    private int _checking;

    public PeriodicChecks(TimeProvider time, ILogger log)
    {
        _log = log;
        _timer = time.CreateTimer(_ => CheckAll(), null, Interval, Interval);
    }

    public void Add(IPeriodicCheck check) => _all[check] = 0;

    public void Remove(IPeriodicCheck check) => _all.TryRemove(check, out _);

    public ValueTask DisposeAsync() => _timer.DisposeAsync();

    private void CheckAll()
    {
        if (Interlocked.Exchange(ref _checking, 1) == 1)
            return; // the previous run is still going: this one is skipped
        foreach (var (check, _) in _all)
        {
            try
            {
                check.Check();
            }
            catch (Exception failure) // one failure must not stop the other checks
            {
                Failed(_log, check.GetType().Name, failure);
            }
        }
        Volatile.Write(ref _checking, 0);
    }

    [LoggerMessage(EventId = 4201, Level = LogLevel.Error, Message = "The periodic check of {What} failed.")]
    private static partial void Failed(ILogger logger, string what, Exception exception);
}
