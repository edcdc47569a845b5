using Microsoft.Extensions.Logging;
using StreamActors.Kernel;

namespace StreamActors.Runtime;

/// <summary>What all entities of a node share.</summary>
internal sealed class RuntimeContext(
    string name, IJournal journal, ITimeline timeline, TimeProvider clock, Func<double> chance, PendingAsks asks, ILogger log)
{
    public string Name => name;

    public IJournal Journal => journal;

    public ITimeline Timeline => timeline;

    public TimeProvider Clock => clock;

    public Func<double> Chance => chance;

    public PendingAsks Asks => asks;

    public ILogger Log => log;

    public HostedEntities Hosted { get; } = new();

    public Figures Figures { get; } = new();

    /// <summary>Removes an entity whose actor has ended, or can no longer end by itself.</summary>
    public void SayGone(HostedEntity entity)
    {
        if (Hosted.Remove(entity) && entity.HasEffects)
            log.StoppedWithEffects(entity.Id);
    }
}
