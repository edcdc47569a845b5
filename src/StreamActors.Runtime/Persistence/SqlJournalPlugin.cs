using Akka.Actor;
using Akka.Configuration;
using Akka.Persistence;
using Akka.Persistence.Sql.Journal;
using StreamActors.Kernel;
using Envelope = StreamActors.Kernel.Envelope;

namespace StreamActors.Runtime;

/// <summary>
/// <c>akka.persistence.journal.akka-persistence-sql</c>: reads and writes by Akka.Persistence.Sql, replies to entities as in <see
/// cref="JournalPlugin"/>.
/// </summary>
internal sealed class SqlJournalPlugin(Config config) : SqlWriteJournal(config)
{
    private readonly StorageSetup _storage = StorageSetup.Of(Context.System);
    private readonly IActorRef _self = Context.Self;

    /// <summary>Bypasses AsyncWriteJournal, which replies in the order of all writes and stops an actor after a failed write.</summary>
    protected override bool AroundReceive(Receive receive, object message) => base.AroundReceive(receive, message switch
    {
        WriteMessages write => new Turn(() => JournalReplies.Write(write, Append)),
        ReplayMessages replay => new Turn(() => JournalReplies.Replay(replay, tell => Read(replay, tell))),
        DeleteMessagesTo delete => new Turn(() => Refuse(delete)),
        _ => message,
    });

    protected override bool ReceivePluginInternal(object message)
    {
        if (message is not Turn turn)
            return base.ReceivePluginInternal(message);
        _ = turn.Take();
        return true;
    }

    private Task Append(AtomicWrite write) => _storage.Sql.Around(EntityId.Parse(write.PersistenceId), () => Store(write));

    /// <summary>
    /// Writes of many entities share a statement, and all fail with one: a duplicate sequence number is reported to its entity, and the
    /// others are retried without it.
    /// </summary>
    private async Task Store(AtomicWrite write)
    {
        while (true)
        {
            try
            {
                var rejected = await OnTurn(() => WriteMessagesAsync([write], CancellationToken.None));
                if (rejected is [{ } unwritable, ..])
                    throw unwritable;
                _storage.Sql.Committed();
                return;
            }
            catch (Exception failure)
            {
                var cause = Cause(failure);
                if (!_storage.Sql.IsDuplicate(cause))
                    throw _storage.Sql.Explain(cause);
                var id = EntityId.Parse(write.PersistenceId);
                if (await _storage.HasFrom(id, write.LowestSequenceNr, CancellationToken.None))
                    throw new JournalConflictException(id, write.LowestSequenceNr - 1, cause);
            }
        }
    }

    private async Task Read(ReplayMessages replay, Action<long, Envelope> tell)
    {
        try
        {
            await ReplayMessagesAsync(
                Context, replay.PersistenceId, replay.FromSequenceNr, replay.ToSequenceNr, replay.Max, persistent =>
                {
                    if (replay.PersistentActor.HasGone())
                        throw new OperationCanceledException();
                    tell(persistent.SequenceNr, (Envelope)persistent.Payload);
                });
        }
        catch (Exception failure)
        {
            throw _storage.Sql.ExplainRead(Cause(failure));
        }
    }

    private static Exception Cause(Exception failure) => failure is AggregateException several ? several.InnerExceptions[^1] : failure;

    private static Task Refuse(DeleteMessagesTo delete)
    {
        JournalReplies.Refuse(delete);
        return Task.CompletedTask;
    }

    /// <summary>Its state of writes in progress belongs to its own thread.</summary>
    private async Task<T> OnTurn<T>(Func<Task<T>> work)
    {
        var turn = new TaskCompletionSource<Task<T>>(TaskCreationOptions.RunContinuationsAsynchronously);
        _self.Tell(
            new Turn(() =>
            {
                try
                {
                    turn.SetResult(work());
                }
                catch (Exception failure)
                {
                    turn.SetException(failure);
                }
                return Task.CompletedTask;
            }),
            ActorRefs.NoSender);
        return await await turn.Task;
    }

    private sealed record Turn(Func<Task> Take);
}
