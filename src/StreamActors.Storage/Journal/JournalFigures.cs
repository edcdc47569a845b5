using System.Diagnostics.Metrics;

namespace StreamActors.Storage;

/// <summary>The journal's own metrics.</summary>
internal static class JournalFigures
{
    private static readonly Meter Meter = new("StreamActors.Storage");

    public static Counter<long> Counter(string name, string unit, string description) => Meter.CreateCounter<long>(name, unit, description);

    public static readonly Histogram<double> Append = Meter.CreateHistogram<double>("streamactors.journal.append", "s",
        "How long events take to be stored, their wait for the others in the same commit included.");
}
