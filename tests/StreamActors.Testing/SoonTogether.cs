namespace StreamActors.Testing;

/// <summary>
/// What the nodes of a test's cluster are told beside their settings, since they come and go with every test: how soon one
/// looks around for the first time, and how often one that goes asks whether it may. By themselves both take a second. How
/// long a node is borne with is not in it: that stays as it is.
/// </summary>
public static class SoonTogether
{
    // Asked ten times as often, and ten times as often in all: whoever has to be waited for has as long as before.
    public const string Akka = """
        akka.cluster {
          periodic-tasks-initial-delay = 100ms
          singleton { hand-over-retry-interval = 100ms, min-number-of-hand-over-retries = 150 }
        }
        """;
}
