using Npgsql;
using StreamActors.Kernel;
using StreamActors.Testing;

namespace StreamActors.Storage.Tests;

/// <summary>Rows of PostgreSQL that become visible after rows with higher numbers.</summary>
public sealed class Late_rows_on_PostgreSQL : StorageSpecs<PostgresPlace>
{
    [Fact]
    public async Task A_late_row_is_waited_for_and_comes_in_its_place()
    {
        await using var late = await Draw(Sample.Id(1));
        await Stage.Journal.Append(Sample.Id(2), 0, Sample.Writer, [Sample.Count(2)]);
        await using var reader = new Reader(Stage.Feed);
        await HeldUp();
        reader.Heard.ShouldBeEmpty();

        await late.Commit();
        Clock.Advance(TimeSpan.FromSeconds(1));
        (await reader.Until(2)).Select(r => r.Id).ShouldBe([Sample.Id(1), Sample.Id(2)]);
    }

    [Fact]
    public async Task A_row_that_was_taken_back_is_not_waited_for_any_longer()
    {
        await Stage.Journal.Append(Sample.Id(3), 0, Sample.Writer, [Sample.Count(0)]);
        await using var late = await Draw(Sample.Id(1));
        await Stage.Journal.Append(Sample.Id(2), 0, Sample.Writer, [Sample.Count(2)]);
        await using var reader = new Reader(Stage.Feed);
        await HeldUp();
        reader.Heard.Select(r => r.Id).ShouldBe([Sample.Id(3)], "what lies before the gap is delivered at once");

        await late.RollBack();
        Clock.Advance(TimeSpan.FromSeconds(1));
        (await reader.Until(2)).Select(r => r.Id).ShouldBe([Sample.Id(3), Sample.Id(2)]);
    }

    [Fact]
    public async Task The_lock_waits_for_a_writer_who_is_nearly_done()
    {
        await using var late = await Draw(Sample.Id(1));
        await Stage.Journal.Append(Sample.Id(2), 0, Sample.Writer, [Sample.Count(2)]);
        await using var reader = new Reader(Stage.Feed);
        await Patience.Until(async () =>
            await Stage.Ask<long>("SELECT count(*) FROM pg_locks WHERE relation = 'journal'::regclass AND mode = 'ShareLock' AND NOT granted") == 1);
        await late.Commit();
        // On a busy machine the lock may have been given up just before; then the next poll brings it.
        (await reader.Until(2, () => Clock.Advance(TimeSpan.FromSeconds(1)))).Select(r => r.Id).ShouldBe([Sample.Id(1), Sample.Id(2)]);
    }

    [Fact]
    public async Task Several_held_open_are_delivered_in_the_order_of_their_numbers_whatever_the_order_of_their_commits()
    {
        var held = new List<Drawn>();
        for (var n = 0; n < 8; n++)
            held.Add(await Draw(Sample.Id(n)));
        await using var reader = new Reader(Stage.Feed);
        int[] order = [7, 3, 5, 0, 6, 1, 4, 2];
        foreach (var n in order)
        {
            if (n % 4 == 3)
                await held[n].RollBack();
            else
                await held[n].Commit();
            Stage.Bell.Ring();
            Clock.Advance(TimeSpan.FromSeconds(1));
        }
        foreach (var drawn in held)
            await drawn.DisposeAsync();
        var heard = await reader.Until(6, () => Clock.Advance(TimeSpan.FromSeconds(1)));
        heard.Select(r => r.Id).ShouldBe(new[] { 0, 1, 2, 4, 5, 6 }.Select(Sample.Id));
    }

    /// <summary>The follower has asked for the lock, has not got it, and waits for its next poll.</summary>
    private async Task HeldUp()
    {
        await Clock.Waiting(1).WaitAsync(TimeSpan.FromSeconds(30));
        Stage.Log.Lines.ShouldHaveSingleItem().ShouldContain("followers wait at");
    }

    private async Task<Drawn> Draw(EntityId id)
    {
        var connection = new NpgsqlConnection(Place.ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        var transaction = await connection.BeginTransactionAsync();
        await transaction.Run(
            "INSERT INTO journal (created, deleted, persistence_id, sequence_number, message, manifest, identifier, writer_uuid) VALUES (1, false, @id, 1, @message, 'counted.v1', 4711, 'w')",
            ("id", id.ToString()), ("message", Sample.Events.Write(Sample.Count(1))));
        return new Drawn(connection, transaction);
    }

    private sealed class Drawn(NpgsqlConnection connection, NpgsqlTransaction transaction) : IAsyncDisposable
    {
        public Task Commit() => transaction.CommitAsync();

        public Task RollBack() => transaction.RollbackAsync();

        public ValueTask DisposeAsync() => connection.DisposeAsync();
    }
}
