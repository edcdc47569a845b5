using StreamActors.Runtime.Embedded;

namespace StreamActors.Server;

/// <summary>One machine: the entities live in this process alone.</summary>
internal static class Embedded
{
    public static Carrier Start(Ground ground)
    {
        var runtime = new EmbeddedRuntime(
            ground.Kinds, ground.Journal, ground.Timeline, ground.Time, House.Chance, ground.Options.Node, ground.Options.Embedded,
            ground.Logs.CreateLogger<EmbeddedRuntime>());
        return new Carrier(runtime, runtime.Cluster, runtime.Telemetry, new TaskCompletionSource().Task, () => new ValueTask(runtime.Stop(ground.Options.Shutdown.Grace)));
    }
}
