using System.Text;
using StreamActors.Kernel;

namespace StreamActors.Storage.Tests;

public sealed class Golden_rows_on_SQLite : GoldenRowSpecs<SqlitePlace>;

public sealed class Golden_rows_on_PostgreSQL : GoldenRowSpecs<PostgresPlace>;

/// <summary>
/// The bytes in operators' databases. If one of these tests fails, the program has changed what it stores: fix the program, not the test.
/// Both databases must have exactly these.
/// </summary>
public abstract class GoldenRowSpecs<TPlace> : StorageSpecs<TPlace>
    where TPlace : DatabasePlace, new()
{
    private const string Full =
        """{"v":1,"who":"anna","why":"it \u0022flickered\u0022","cmd":"000102030405060708090a0b0c0d0e0f","cause":"sample/s9#7","at":"2026-05-06T07:08:09.1234567+00:00","e":{"name":"Caf\u00E9"}}""";

    private const string Short =
        """{"v":1,"who":"system","cmd":"000102030405060708090a0b0c0d0e0f","at":"2026-05-06T07:08:09+00:00","e":{"number":9007199254740993}}""";

    private const string Kept =
        """{"v":1,"commands":[{"command":"00010203-0405-0607-0809-0a0b0c0d0e0f","first":1,"count":2}],"marks":[{"who":"follower","source":"sample/s9","sequence":7}],"order":{"name":"Caf\u00E9","count":2}}""";

    private static readonly CommandId Command = CommandId.Parse("000102030405060708090a0b0c0d0e0f");

    [Fact]
    public async Task An_event_is_stored_as_ever()
    {
        var at = new DateTimeOffset(2026, 5, 6, 7, 8, 9, TimeSpan.Zero);
        await Stage.Journal.Append(Sample.Id(1), 0, Sample.Writer,
        [
            new Envelope("anna", "it \"flickered\"", Command, new Cause(Sample.Id(9), 7), at.AddTicks(1234567), new Renamed("Café")),
            new Envelope("system", null, Command, null, at, new Counted(9007199254740993)),
        ]);
        var rows = await Stage.Database.Read(
            c => c.Command(
                "SELECT ordering, created, deleted, persistence_id, sequence_number, message, manifest, identifier, writer_uuid FROM "
                    + "journal ORDER BY ordering")
                .All(r => (r.GetInt64(0), r.GetInt64(1), r.GetBoolean(2), r.GetString(3), r.GetInt64(4), Text(r.GetFieldValue<byte[]>(5)),
                r.GetString(6), r.GetInt32(7), r.GetString(8))),
            CancellationToken.None);
        rows.ShouldBe(
        [
            (1, 639029198450000000, false, "sample/s1", 1, Full, "renamed.v2", 4711, "0badcafe0badcafe0badcafe0badcafe"),
            (2, 639029198450000000, false, "sample/s1", 2, Short, "counted.v1", 4711, "0badcafe0badcafe0badcafe0badcafe"),
        ]);
        (await Stage.Ask<long>("SELECT count(*) FROM tags")).ShouldBe(0);
    }

    [Fact]
    public async Task A_snapshot_is_stored_as_ever()
    {
        await Stage.Journal.SaveSnapshot(
            Sample.Id(1),
            new Snapshot(2, new SampleOrder("Café", 2), [new RememberedCommand(Command.Value, 1, 2)],
                [new SourceMark("follower", "sample/s9", 7)]),
            CancellationToken.None);
        var rows = await Stage.Database.Read(
            c => c.Command("SELECT persistence_id, sequence_number, created, snapshot, manifest, serializer_id FROM snapshot")
                .All(r => (r.GetString(0), r.GetInt64(1), r.GetInt64(2), Text(r.GetFieldValue<byte[]>(3)), r.GetString(4), r.GetInt32(5))),
            CancellationToken.None);
        rows.ShouldBe([("sample/s1", 2, 639029198450000000, Kept, "sample-order.v1", 4711)]);
    }

    [Fact]
    public async Task Rows_of_old_are_read_as_ever()
    {
        await Insert(1, "renamed.v1", Full.Replace("\"name\":", "\"label\":", StringComparison.Ordinal));
        await Insert(2, "renamed.v2", Full);
        await Insert(3, "counted.v1", Short);
        var all = await Stage.All(Sample.Id(1));
        all.Select(r => r.Envelope.Event).ShouldBe([new Renamed("Café"), new Renamed("Café"), new Counted(9007199254740993)]);
        all[0].Envelope.ShouldBe(all[1].Envelope);
        all[0].Envelope.Cause.ShouldBe(new Cause(Sample.Id(9), 7));
        (all[2].Envelope.Who, all[2].Envelope.Why, all[2].Envelope.Command).ShouldBe(("system", null, Command));
    }

    private Task<int> Insert(long sequence, string manifest, string message) => Stage.Sql(
        "INSERT INTO journal (created, deleted, persistence_id, sequence_number, message, manifest, identifier, writer_uuid) VALUES (1, "
            + "false, 'sample/s1', @sequence, @message, @manifest, 4711, '0badcafe0badcafe0badcafe0badcafe')",
        ("sequence", sequence), ("message", Encoding.UTF8.GetBytes(message)), ("manifest", manifest));

    private static string Text(byte[] bytes) => Encoding.UTF8.GetString(bytes);
}
