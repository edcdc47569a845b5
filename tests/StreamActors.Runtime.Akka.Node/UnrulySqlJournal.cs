using System.Collections.Immutable;
using Akka.Actor;
using Akka.Configuration;
using Akka.Persistence;
using Akka.Persistence.Sql.Journal;

namespace StreamActors.Runtime.Akka.Tests;

/// <summary>Akka's own SQL journal with a <see cref="Temper"/>. A node's configuration names both.</summary>
public sealed class UnrulySqlJournal(Config config) : SqlWriteJournal(config)
{
    private readonly Temper _temper = Temper.Of(config.GetString("temper"));

    protected override bool AroundReceive(Receive receive, object message)
    {
        if (_temper.IsCut && message is IJournalRequest)
            return true;
        if (message is WriteMessages { Messages: var writes } && writes.OfType<AtomicWrite>().Select(w => _temper.GateOf(EntityId.Parse(w.PersistenceId))).FirstOrDefault(g => g is not null) is { } gate)
        {
            var (self, sender) = (Self, Sender);
            gate.Arrive();
            _ = gate.Opened.ContinueWith(_ => self.Tell(message, sender), TaskScheduler.Default);
            return true;
        }
        return base.AroundReceive(receive, message);
    }

    protected override async Task<IImmutableList<Exception>> WriteMessagesAsync(IEnumerable<AtomicWrite> messages)
    {
        var writes = messages.ToList();
        var fails = _temper.Fails(EntityId.Parse(writes[0].PersistenceId), out var afterStoring);
        if (fails && !afterStoring)
            throw new IOException("The database is away.");
        var stored = await base.WriteMessagesAsync(writes);
        return fails ? throw new IOException("The database went away before it could answer.") : stored;
    }
}
