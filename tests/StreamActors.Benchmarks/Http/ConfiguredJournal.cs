using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using StreamActors.Domain.Inputs;
using StreamActors.Domain.Outputs;
using StreamActors.Domain.Reservations;
using StreamActors.Domain.Workloads;
using StreamActors.Kernel;
using StreamActors.Server;
using StreamActors.Storage;

namespace StreamActors.Benchmarks.Http;

/// <summary>
/// A data folder as a server would leave it after that many requests, written in seconds: the domain decides, its followers answer, and the
/// journal stores.
/// </summary>
internal sealed class ConfiguredJournal(SqlJournal journal)
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UtcNow;

    private readonly Dictionary<string, IDecider> _deciders =
        Words.Kinds(WorkloadKind.Kind(RestartStrategy.Default, static (_, _) => NoEffects.Instance))
        .ToDictionary(kind => kind.Name, kind => kind.Decider, StringComparer.Ordinal);

    private readonly Dictionary<EntityId, (object Order, long Version)> _entities = [];
    private readonly Guid _writer = Guid.NewGuid();
    private readonly List<Task> _storing = [];
    private long _events;

    /// <param name="each">So many inputs, and an output of each, all off.</param>
    /// <param name="events">Edits of the inputs fill the journal up to this length.</param>
    public static async Task Write(string folder, int each, int events)
    {
        await using var database = new SqliteDatabase(Path.Combine(folder, "streamactors.db"), NullLogger<SqliteDatabase>.Instance);
        var words = Words.Vocabulary();
        await JournalOpening.Run(database, words, TimeProvider.System, CancellationToken.None);
        var written = new ConfiguredJournal(new SqlJournal(database, new EnvelopeFormat(words), new SnapshotFormat(words),
            new CommitSignal(), TimeProvider.System, NullLogger<SqlJournal>.Instance));
        for (var n = 0; n < each || written._events < events; n++)
        {
            if (n < each)
                written.Configure(n);
            else
                written.Edit(n % each, n);
            if (n % 1000 == 0)
                await written.Stored();
        }
        await written.Stored();
        var cursors = new Cursors(database);
        var end = await cursors.JournalEnd(CancellationToken.None);
        foreach (var reader in (string[])[.. Words.Followers.Select(follower => "follower:" + follower.Name), "projection:wanted"])
            await cursors.Advance(reader, end, CancellationToken.None);
    }

    private static string Text(FormattableString text) => FormattableString.Invariant(text);

    private static InputConfig Input(int n, string label) => new(Text($"cam{n}"), new(Text($"srt://peer{n}.example:9000")), On: false)
    {
        Labels = ImmutableSortedDictionary<string, string>.Empty.Add("team", label),
        Reserved = [ReservationId.Name("input", Text($"cam{n}")).Id],
    };

    private void Configure(int n)
    {
        var (input, output) = (new EntityId(InputId.Kind, Text($"cam{n}")), new EntityId(OutputId.Kind, Text($"out{n}")));
        var attempt = Text($"attempt{n}");
        var url = Text($"udp://10.0.{n / 200}.{(n % 200) + 1}:7000");
        var (name, destination) = (ReservationId.Name("output", output.Id),
            ReservationId.Destination(SHA256.HashData(Encoding.UTF8.GetBytes(url)).AsSpan(0, 16)));
        Ask(ReservationId.Name("input", input.Id).EntityId, new Reserve(input, TimeSpan.FromMinutes(10), attempt));
        Ask(input, new CreateInput(Input(n, Text($"t{n % 10}")), attempt));
        Ask(name.EntityId, new Reserve(output, TimeSpan.FromMinutes(10), attempt));
        Ask(destination.EntityId, new Reserve(output, TimeSpan.FromMinutes(10), attempt));
        Ask(input, new AttachOutput(output.Id, attempt, TimeSpan.FromMinutes(10)));
        var config = new OutputConfig(output.Id, input.Id, Slot: 0, new(url), On: false) { Reserved = [name.Id, destination.Id] };
        Ask(output, new CreateOutput(config, attempt));
    }

    private void Edit(int n, int times) =>
        Ask(new EntityId(InputId.Kind, Text($"cam{n}")), new EditInput(Input(n, Text($"n{times}")), Text($"edit{times}")));

    private async Task Stored()
    {
        await Task.WhenAll(_storing);
        _storing.Clear();
    }

    private void Ask(EntityId to, Command command)
    {
        var decider = _deciders[to.Kind];
        var (order, version) = _entities.GetValueOrDefault(to, (decider.NoOrder, 0));
        var origin = command.Origin == Origin.System ? new Origin("key:bench", Now) : command.Origin with { At = Now };
        var decision = decider.Decide(order, decider.NoLive, command with { Origin = origin });
        if (decision.Refusal is { } refusal)
            throw new InvalidOperationException($"{to} refuses {command}: {refusal.Message}");
        if (decision.Events.Count == 0)
            return;
        var id = origin.Cause is null ? new CommandId(Guid.NewGuid()) : CommandId.Of($"{origin.Who}|{origin.Cause}");
        Envelope[] envelopes = [.. decision.Events.Select(happened => new Envelope(origin.Who, null, id, origin.Cause, Now, happened))];
        _storing.Add(journal.Append(to, version, _writer, envelopes));
        _events += envelopes.Length;
        _entities[to] = (decision.Events.Aggregate(order, decider.Evolve), version + envelopes.Length);
        for (var n = 0; n < envelopes.Length; n++)
        {
            var recorded = new Recorded(_events, to, version + n + 1, _writer, envelopes[n]);
            foreach (var follower in Words.Followers)
                foreach (var (receiver, next) in follower.On(recorded))
                    Ask(receiver, next with { Origin = new Origin("follower:" + follower.Name, Cause: new Cause(to, recorded.Sequence)) });
        }
    }
}
