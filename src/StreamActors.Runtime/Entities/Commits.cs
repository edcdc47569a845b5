using StreamActors.Kernel;

namespace StreamActors.Runtime;

/// <summary>What follows a commit, besides its effects.</summary>
internal static class Commits
{
    public static Event[] Events(this Commit commit)
    {
        var events = commit.Envelopes.Count == 0 ? [] : new Event[commit.Envelopes.Count];
        for (var i = 0; i < events.Length; i++)
            events[i] = commit.Envelopes[i].Event;
        return events;
    }

    /// <param name="version">The entity's version after the commit.</param>
    public static void Note(this RuntimeContext node, EntityId id, long version, Commit commit)
    {
        var first = version - commit.Envelopes.Count + 1;
        for (var i = 0; i < commit.Envelopes.Count; i++)
        {
            var envelope = commit.Envelopes[i];
            node.Timeline.Append(new Moment(envelope.At, id, node.Name, first + i, envelope.Who, envelope.Event));
        }
        if (commit.Facts.Count == 0)
            return;
        var origin = commit.Delivery.Command.Origin;
        var at = origin.At == default ? node.Clock.GetUtcNow() : origin.At;
        foreach (var fact in commit.Facts)
            node.Timeline.Append(new Moment(at, id, node.Name, null, origin.Who, fact));
    }

    /// <summary>The first reply to a repeated command, whose events are in the journal.</summary>
    public static async Task<Reply> FirstReply(this RuntimeContext node, EntityId id, CarriedOut before)
    {
        List<Event> events = new(before.Count);
        try
        {
            var recorded = node.Journal.Read(id, before.First - 1, CancellationToken.None).GetAsyncEnumerator();
            await using (recorded)
            {
                while (events.Count < before.Count && await recorded.MoveNextAsync())
                    events.Add(recorded.Current.Envelope.Event);
            }
        }
        catch (Exception e)
        {
            node.Log.FirstReplyUnread(e, id);
            return new Unknown($"The command was carried out before, but {id} cannot be read: {e.Message}");
        }
        return new Done(before.Version, events);
    }
}
