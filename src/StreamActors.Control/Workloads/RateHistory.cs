using System.Collections.Concurrent;
using StreamActors.Domain.Workloads;
using StreamActors.Kernel;
using StreamActors.Wire;

namespace StreamActors.Control;

/// <summary>
/// The series of all workloads, wherever they run, in the memory of this node: they begin anew when it starts. 19 KB for each workload that
/// has had metrics, until it is removed.
/// </summary>
public sealed class RateHistory
{
    public static readonly string[] Windows = ["15m", "24h"];

    private readonly ConcurrentDictionary<string, RateSeries> _series = new(StringComparer.Ordinal);
    private readonly TimeProvider _time;

    public RateHistory(Catalogue catalogue, TelemetryCaches telemetryCaches, TimeProvider time)
    {
        _time = time;
        telemetryCaches.Figures.Changed += workload =>
        {
            if (telemetryCaches.Figures.Find(workload)?.Value is not WorkloadFigures figures)
                return;
            if (!_series.TryGetValue(workload, out var series))
            {
                if (!IsThere(catalogue, new EntityId(WorkloadId.Kind, workload)))
                    return;
                series = _series.GetOrAdd(workload, static _ => new RateSeries());
            }
            series.Take(figures, _time.GetUtcNow().ToUnixTimeSeconds());
        };
        catalogue.Changed += id =>
        {
            if (id.Kind == WorkloadId.Kind && !IsThere(catalogue, id))
                _series.TryRemove(id.Id, out _);
        };
    }

    /// <summary>How many workloads have a series.</summary>
    public int Count => _series.Count;

    /// <param name="window">One of <see cref="Windows"/>.</param>
    public SeriesView Read(string workload, string window)
    {
        var (byMinute, now) = (window == Windows[1], _time.GetUtcNow().ToUnixTimeSeconds());
        var step = byMinute ? 60 : 1;
        var (first, slots) = _series.TryGetValue(workload, out var series) ? series.Read(byMinute, now) : (now / step, []);
        return new SeriesView(DateTimeOffset.FromUnixTimeSeconds(first * step), step,
            [.. slots.Select(s => s.Bits)], [.. slots.Select(s => s.Lost)], [.. slots.Select(s => s.Behind)]);
    }

    private static bool IsThere(Catalogue catalogue, EntityId workload) =>
        catalogue.Find(workload)?.Order is WorkloadState { Spec: not null };
}
