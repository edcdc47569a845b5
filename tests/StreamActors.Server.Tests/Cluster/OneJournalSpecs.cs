using System.Data.Common;
using StreamActors.Domain.Reservations;
using StreamActors.Kernel;
using StreamActors.Storage;
using StreamActors.Testing;

namespace StreamActors.Server.Tests.Cluster;

/// <summary>A node of a cluster reads what a single node has stored, continues with it, and the other way round.</summary>
public sealed class OneJournalSpecs : IDisposable
{
    private const int Count = 20;

    private readonly Scratch _scratch = new();

    [Theory]
    [InlineData("alone", "cluster")]
    [InlineData("cluster", "alone")]
    public async Task A_journal_goes_from_one_to_the_other_and_back_and_nothing_is_lost_or_there_twice(string first, string second)
    {
        var connection = await (await PostgresServer.Shared()).NewDatabase();
        string[] On(string what) =>
        [
            "--streamactors.journal.database=postgresql", $"--streamactors.journal.postgresql.connection={connection}",
            "--data", _scratch.Data, "--node", "one",
            .. what == "cluster" ? (string[])["--streamactors.cluster.listen=127.0.0.1:0"] : [],
        ];

        await Journals.Write(On(first), from: 1, Count);
        List<Row> written = [];
        await Journals.Work(On(second), async node =>
        {
            written = await Rows(node);
            foreach (var id in Ids)
            {
                // The command that the other carried out is recognized here, and the next one follows directly.
                (await node.Entities.Ask(id, Journals.Reserve(), CommandId.Of(id.ToString()))).ShouldBeOfType<Done>().Version.ShouldBe(1);
                (await node.Entities.Ask(id, new Release(Journals.Reserve().Owner), CommandId.Of($"{id} over")))
                    .ShouldBeOfType<Done>().Version.ShouldBe(2);
            }
        });
        List<Row> all = [];
        await Journals.Work(On(first), async node =>
        {
            all = await Rows(node);
            foreach (var id in Ids)
                (await node.Entities.Read(id)).Version.ShouldBe(2);
        });

        all.Take(Count).ShouldBe(written);
        all.Select(r => (r.Id, r.Sequence)).ShouldBe([.. Ids.Select(i => (i.ToString(), 1L)), .. Ids.Select(i => (i.ToString(), 2L))]);
        all.Select(r => r.Manifest).Distinct().ShouldBe(["reservation-reserved.v1", "reservation-released.v1"]);
        all.ShouldAllBe(r => r.Serializer == EnvelopeFormat.Identifier);

        // Both store the same event as the same bytes, except for its time, for the same command.
        var other = await Alike(On, first, second);
        other.Cluster.ShouldBe(other.Alone);
    }

    private static IEnumerable<EntityId> Ids => Enumerable.Range(1, Count).Select(Journals.Port);

    /// <summary>The same command to one entity in each: the stored bytes, without the time.</summary>
    private static async Task<(string Alone, string Cluster)> Alike(Func<string, string[]> on, string first, string second)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (what, port) in new[] { (first, 5001), (second, 5002) })
        {
            await Journals.Work(on(what), async node =>
            {
                (await node.Entities.Ask(Journals.Port(port), Journals.Reserve(), CommandId.Of("alike"))).ShouldBeOfType<Done>();
                found[what] = Timeless((await Rows(node))[^1].Message);
            });
        }
        return (found["alone"], found["cluster"]);
    }

    private static string Timeless(string hex) => System.Text.RegularExpressions.Regex.Replace(
        System.Text.Encoding.UTF8.GetString(Convert.FromHexString(hex)), @"\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)", "(then)",
        System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1));

    private static Task<List<Row>> Rows(Node node) => node.Database.Read(
        async connection =>
        {
            await using var command = connection.CreateCommand();
            command.CommandText = "SELECT persistence_id, sequence_number, manifest, identifier, message FROM journal ORDER BY ordering";
            await using var reader = await command.ExecuteReaderAsync();
            var rows = new List<Row>();
            while (await reader.ReadAsync())
                rows.Add(RowOf(reader));
            return rows;
        },
        CancellationToken.None);

    private static Row RowOf(DbDataReader reader) => new(
        reader.GetString(0), reader.GetInt64(1), reader.GetString(2),
        Convert.ToInt32(reader.GetValue(3), System.Globalization.CultureInfo.InvariantCulture),
        Convert.ToHexString((byte[])reader.GetValue(4)));

    public void Dispose() => _scratch.Dispose();

    private sealed record Row(string Id, long Sequence, string Manifest, int Serializer, string Message);
}
