namespace StreamActors.Testing;

/// <summary>
/// Akka settings for test clusters, which start and stop with every test: the delay of the first gossip, and how often a leaving node
/// asks whether it may leave. Both default to a second. How long a silent node is tolerated is unchanged.
/// </summary>
public static class FastCluster
{
    // Ten times as often, and ten times as many attempts: the total time is unchanged.
    public const string Akka = """
        akka.cluster {
          periodic-tasks-initial-delay = 100ms
          singleton { hand-over-retry-interval = 100ms, min-number-of-hand-over-retries = 150 }
        }
        """;
}
