using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using StreamActors.Domain;
using StreamActors.Domain.Inputs;
using StreamActors.Domain.Outputs;
using StreamActors.Kernel;
using StreamActors.Testing;

namespace StreamActors.Control.Tests;

/// <summary>A start from the stored state ends with the catalogue that a start from the first event has.</summary>
public sealed class StoredCatalogueSpecs
{
    private const int Events = 120;

    private static readonly Vocabulary Words = new Vocabulary().AddDomain();
    private static readonly EntityKind[] Kinds = [InputKind.Kind, OutputKind.Kind];

    private readonly MemoryState _state = new();

    [Fact]
    public async Task The_stored_state_and_the_events_after_it_are_the_whole_journal_wherever_it_is_cut()
    {
        for (var seed = 0; seed < 150; seed++)
        {
            var lot = new Random(seed);
            var journal = Journal(lot);
            var (delivered, ahead) = (lot.Next(1, Events), lot.Next(5));
            await Stored(journal, delivered, ahead);

            var again = await Read(journal, stored: true);

            again.ShouldBe(await Read(journal, stored: false), $"seed {seed}, {delivered} delivered, {ahead} known before");
            _state.LastLoaded.ShouldBeTrue();
        }
    }

    [Fact]
    public async Task Only_what_came_after_the_stored_state_is_read()
    {
        var journal = Journal(new Random(1));
        await Stored(journal, delivered: 100, ahead: 0);
        var feed = new ListFeed(journal);
        await using var catalogue = await Running(feed, journal.Count, stored: true);
        feed.From.ShouldBe([journal[99].Position]);
    }

    [Fact]
    public async Task It_is_stored_while_it_runs_too()
    {
        var journal = Journal(new Random(2));
        await using var catalogue = await Running(new ListFeed(journal), journal.Count, stored: true, worthStoring: 1);
        await _state.Saved.Task.WaitAsync(TimeSpan.FromSeconds(30));
        _state.UpTo.ShouldBe(journal[^1].Position);
    }

    [Fact]
    public async Task A_few_events_are_not_worth_it()
    {
        var journal = Journal(new Random(3));
        await (await Running(new ListFeed(journal), journal.Count, stored: true, worthStoring: 10_000)).DisposeAsync();
        _state.Bytes.ShouldBeNull();
    }

    [Fact]
    public async Task A_state_of_another_build_is_not_used()
    {
        var journal = Journal(new Random(4));
        await Stored(journal, delivered: 100, ahead: 0);
        _state.Bytes![1] ^= 1; // in the name of the build
        var feed = new ListFeed(journal);
        await using var catalogue = await Running(feed, journal.Count, stored: true);
        feed.From.ShouldBe([0L]);
    }

    [Fact]
    public async Task A_state_that_cannot_be_read_is_not_used()
    {
        var journal = Journal(new Random(5));
        await Stored(journal, delivered: 100, ahead: 0);
        _state.Bytes = _state.Bytes![..^20];
        (await Read(journal, stored: true)).ShouldBe(await Read(journal, stored: false));
    }

    /// <param name="delivered">So many events come by the feed before it is stored.</param>
    /// <param name="ahead">So many more are known from this node's own writes alone.</param>
    private async Task Stored(List<Recorded> journal, int delivered, int ahead)
    {
        _state.Bytes = null; // of the journal before: unlike the file, this state does not tell journals apart
        var known = journal.Take(delivered + ahead).ToList();
        var feed = new ListFeed(journal.Take(delivered).ToList());
        await using var catalogue = await Running(feed, known.Count, stored: true, worthStoring: 1, ready: false);
        await feed.Delivered.Task.WaitAsync(TimeSpan.FromSeconds(30));
        foreach (var own in known.Skip(delivered))
            await catalogue.Of.Learn(own.Id, new Done(own.Sequence, [own.Envelope.Event]), own.Envelope.Who)
                .WaitAsync(TimeSpan.FromSeconds(30)); // its own limit is by the standing clock
    }

    private async Task<string> Read(List<Recorded> journal, bool stored)
    {
        await using var catalogue = await Running(new ListFeed(journal), journal.Count, stored);
        return Shown(catalogue.Of);
    }

    private async Task<Started> Running(ListFeed feed, int end, bool stored, int worthStoring = int.MaxValue, bool ready = true)
    {
        var catalogue = new Catalogue(Kinds, feed, _ => Task.FromResult(10L * end), OtherWriters.None, new StandingClock(),
            NullLogger<Catalogue>.Instance, stored ? new StoredCatalogue(_state, Words) : null) { WorthStoring = worthStoring };
        await catalogue.StartAsync(CancellationToken.None);
        if (ready)
            await catalogue.Ready.WaitAsync(TimeSpan.FromSeconds(30));
        return new Started(catalogue);
    }

    private static string Shown(Catalogue catalogue)
    {
        var lines = Kinds.SelectMany(kind => catalogue.All(kind.Name)).OrderBy(entry => entry.Id.ToString(), StringComparer.Ordinal)
            .Select(entry =>
            {
                using var bytes = new MemoryStream();
                using (var json = new Utf8JsonWriter(bytes))
                    Words.Write(json, entry.Order);
                return $"{entry with { Order = "" }} {entry.Position} {Encoding.UTF8.GetString(bytes.ToArray())}";
            });
        return string.Join('\n', lines);
    }

    /// <summary>Inputs and outputs that are created, edited and removed, and come again.</summary>
    private static List<Recorded> Journal(Random lot)
    {
        Dictionary<EntityId, (object Order, long Version)> entities = [];
        List<Recorded> journal = [];
        while (journal.Count < Events)
        {
            var (kind, name) = (Kinds[lot.Next(2)], $"n{lot.Next(3)}");
            var url = new Domain.Addresses.Address($"udp://10.0.0.{lot.Next(1, 9)}:7000");
            var (id, at) = (new EntityId(kind.Name, $"e{lot.Next(4)}"), DateTimeOffset.UnixEpoch.AddMinutes(journal.Count));
            var on = lot.Next(2) == 0;
            Command command = (kind.Name, lot.Next(5)) switch
            {
                (InputId.Kind, 0) => new CreateInput(new InputConfig(name, url, on)),
                (InputId.Kind, 1) => new EditInput(new InputConfig(name, url, on)),
                (InputId.Kind, 2) => new SwitchInput(on),
                (InputId.Kind, 3) => new AttachOutput(name, $"a{lot.Next(2)}", TimeSpan.FromMinutes(lot.Next(1, 9))),
                (InputId.Kind, _) => lot.Next(2) == 0 ? new RemoveInput() : new DetachOutput(name),
                (_, 0) => new CreateOutput(new OutputConfig(name, "cam", 0, url, on)),
                (_, 1) => new EditOutput(new OutputConfig(name, "cam", 0, url, on)),
                (_, 2) => new SwitchOutput(on),
                _ => new RemoveOutput(),
            };
            var (order, version) = entities.GetValueOrDefault(id, (kind.Decider.NoOrder, 0));
            var who = $"user{lot.Next(3)}";
            foreach (var happened in kind.Decider.Decide(order, kind.Decider.NoLive, command with { Origin = new Origin(who, at) }).Events)
            {
                (order, version) = (kind.Decider.Evolve(order, happened), version + 1);
                journal.Add(new Recorded(10 * (journal.Count + 1), id, version, Guid.Empty,
                    new Envelope(who, null, CommandId.Nameless, null, at, happened)));
            }
            entities[id] = (order, version);
        }
        return journal;
    }

    private sealed record Started(Catalogue Of) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await Of.StopAsync(CancellationToken.None);
            Of.Dispose();
        }
    }

    private sealed class ListFeed(List<Recorded> journal) : ICommittedFeed
    {
        public ConcurrentQueue<long> From { get; } = [];

        /// <summary>Completes when the reader has taken in the last event.</summary>
        public TaskCompletionSource Delivered { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public async IAsyncEnumerable<Recorded> Follow(long after, [EnumeratorCancellation] CancellationToken stop)
        {
            From.Enqueue(after);
            foreach (var recorded in journal.Where(recorded => recorded.Position > after))
                yield return recorded;
            Delivered.TrySetResult();
            await Task.Delay(Timeout.Infinite, stop);
        }
    }

    private sealed class MemoryState : IDerivedState
    {
        public byte[]? Bytes { get; set; }

        public long UpTo { get; private set; }

        public bool LastLoaded { get; private set; }

        public TaskCompletionSource Saved { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<Stream?> Load(CancellationToken stop)
        {
            LastLoaded = Bytes is not null;
            return Task.FromResult<Stream?>(Bytes is null ? null : new MemoryStream(Bytes));
        }

        public Task Save(long upTo, Action<Stream> write, CancellationToken stop)
        {
            using var stream = new MemoryStream();
            write(stream);
            (UpTo, Bytes) = (upTo, stream.ToArray());
            Saved.TrySetResult();
            return Task.CompletedTask;
        }
    }
}
