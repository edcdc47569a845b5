using StreamActors.Domain.Inputs;
using StreamActors.Kernel;

namespace StreamActors.Streaming;

/// <summary>A publisher that its input has admitted.</summary>
internal sealed record PublisherSession(string Id, long Incarnation, PublisherPeer Publisher, DateTimeOffset Since);

/// <summary>
/// Asks an input about its publishers, for one run of its workload (decision 0173). The callers are threads of publishers, which have
/// nothing else to do.
/// </summary>
internal sealed class InputLanding(IEntities entities, string input, string node, long run, TimeProvider time)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(5);

    private readonly EntityId _input = new InputId(input).EntityId;
    private long _sessions;

    /// <param name="present">The one that is there, and sends.</param>
    /// <param name="runsOn">Another node, if the workload runs there.</param>
    /// <returns>Why it may not publish; null if it may.</returns>
    public string? Admit(PublisherPeer publisher, PublisherSession? present, out PublisherSession? session, string? runsOn = null)
    {
        var id = FormattableString.Invariant($"{run}.{Interlocked.Increment(ref _sessions)}");
        var admit = new Admit(id, node, run) { Publisher = publisher, Present = present?.Id, RunsOn = runsOn };
        session = null;
        switch (entities.Ask(_input, admit, CommandId.Nameless, deadline: Deadline).AsTask().GetAwaiter().GetResult())
        {
            case Done done:
                session = new PublisherSession(id, done.Version, publisher, time.GetUtcNow());
                return null;
            case Refused { Refusal.Message: var reason }:
                Report(publisher, reason);
                return reason;
            default:
                Leave(id); // it may have been stored
                return "The input could not be asked: try again.";
        }
    }

    public void Leave(string session) => entities.Tell(_input, new Depart(session), CommandId.Nameless);

    /// <summary>For the timeline.</summary>
    public void Report(PublisherPeer publisher, string reason) =>
        entities.Tell(_input, new ReportRefusal(publisher, reason), CommandId.Nameless);
}
