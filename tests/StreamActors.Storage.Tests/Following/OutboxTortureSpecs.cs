using Microsoft.Extensions.Logging.Abstractions;
using StreamActors.Kernel;
using Xunit.Abstractions;

namespace StreamActors.Storage.Tests.Following;

public sealed class OutboxTortureSpecs(ITestOutputHelper output)
{
    [Fact]
    [Trait("Runs", "long")]
    public Task They_agree_after_a_thousand_crashes() =>
    Sender_and_receiver_agree_in_the_end_however_often_the_process_crashes("SQLite", 1000);

    [Theory]
    [InlineData("SQLite", 200)]
    [InlineData("PostgreSQL", 200)]
    public async Task Sender_and_receiver_agree_in_the_end_however_often_the_process_crashes(string dialect, int crashes)
    {
        await using var fresh = await FreshDatabase.Of(dialect);
        var torture = new OutboxTorture(fresh.Database, Start, seed: 4711);
        await torture.Run(crashes);
        torture.Crashes.ShouldBe(crashes);

        var (sent, credited) = (new List<(string, long, string, int)>(), new List<(string, long, string, int)>());
        var end = await new Cursors(fresh.Database).JournalEnd(default);
        await foreach (var recorded in Feed(fresh.Database, new CommitSignal()).Follow(0, default))
        {
            switch (recorded.Envelope.Event)
            {
                case Sent e:
                    sent.AddRange(e.To.Select(to => (recorded.Id.Id, recorded.Sequence, to, e.Amount)));
                    break;
                case Credited e:
                    var cause = recorded.Envelope.Cause!;
                    credited.Add((cause.Source.Id, cause.Sequence, recorded.Id.Id, e.Amount));
                    break;
            }
            if (recorded.Position == end)
                break;
        }
        output.WriteLine($"{crashes} crashes, {end} events, {sent.Count} deliveries");
        sent.Count.ShouldBeGreaterThan(crashes / 2, "or the torture does nothing");
        credited.Count.ShouldBe(credited.Distinct().Count(), "nothing is delivered twice in effect");
        credited.Order().ShouldBe(sent.Order());
        foreach (var received in credited.GroupBy(c => (c.Item3, c.Item1)))
            received.Select(c => c.Item2).ShouldBeInOrder(SortDirection.Ascending, "in order per receiver and source");
    }

    private static OutboxWorld Start(IDatabase database)
    {
        var signal = new CommitSignal();
        var journal = new SqlJournal(
            database, new EnvelopeFormat(LedgerDecider.Words), new SnapshotFormat(LedgerDecider.Words), signal, TimeProvider.System,
            NullLogger<SqlJournal>.Instance);
        var feed = Feed(database, signal);
        var entities = new PlainEntities(journal, TimeProvider.System, LedgerDecider.Sender, LedgerDecider.Receiver);
        return new OutboxWorld(entities, journal, feed, () =>
        {
            feed.Dispose();
            return Task.CompletedTask;
        });
    }

    private static SqlFeed Feed(IDatabase database, CommitSignal signal) =>
        new(database, new EnvelopeFormat(LedgerDecider.Words), signal, TimeProvider.System,
        NullLogger<SqlFeed>.Instance) { Poll = TimeSpan.FromMilliseconds(50) };
}
