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
        (await reader.Until(2, () => Clock.Advance(TimeSpan.FromSeconds(1)))).Select(r => r.Id).ShouldBe([Sample.Id(1), Sample.Id(2)]);
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
        (await reader.Until(2, () => Clock.Advance(TimeSpan.FromSeconds(1)))).Select(r => r.Id).ShouldBe([Sample.Id(3), Sample.Id(2)]);
    }

    [Fact]
    public async Task Vacuum_does_not_hold_up_followers_and_followers_do_not_hold_up_writers()
    {
        await using var vacuum = await Begun("LOCK TABLE journal IN SHARE UPDATE EXCLUSIVE MODE"); // the lock of VACUUM
        await using (var never = await Draw(Sample.Id(1)))
            await never.RollBack();
        await Stage.Journal.Append(Sample.Id(2), 0, Sample.Writer, [Sample.Count(2)]);
        await using var reader = new Reader(Stage.Feed);
        await reader.Until(1);

        await using var late = await Draw(Sample.Id(3));
        await Stage.Journal.Append(Sample.Id(4), 0, Sample.Writer, [Sample.Count(4)]);
        await HeldUp();
        await Stage.Journal.Append(Sample.Id(5), 0, Sample.Writer, [Sample.Count(5)]);
        await late.RollBack();
        (await reader.Until(3, () => Clock.Advance(TimeSpan.FromSeconds(1)))).Select(r => r.Id)
            .ShouldBe([Sample.Id(2), Sample.Id(4), Sample.Id(5)]);
    }

    [Fact]
    public async Task Those_who_began_to_write_after_the_gap_are_not_waited_for()
    {
        var late = await Draw(Sample.Id(1));
        await Stage.Journal.Append(Sample.Id(2), 0, Sample.Writer, [Sample.Count(2)]);
        await using var reader = new Reader(Stage.Feed);
        await HeldUp();
        await using var later = await Draw(Sample.Id(3));
        await late.RollBack();
        (await reader.Until(1, () => Clock.Advance(TimeSpan.FromSeconds(1)))).Select(r => r.Id).ShouldBe([Sample.Id(2)]);
    }

    [Fact]
    public async Task One_that_is_held_open_for_long_is_logged_once()
    {
        await using var late = await Draw(Sample.Id(1));
        await Stage.Journal.Append(Sample.Id(2), 0, Sample.Writer, [Sample.Count(2)]);
        await using var reader = new Reader(Stage.Feed);
        for (var wait = 0; wait < 15; wait++)
        {
            await HeldUp();
            Clock.Advance(TimeSpan.FromSeconds(1));
        }
        await HeldUp();
        Stage.Log.Lines.ShouldHaveSingleItem().ShouldContain("followers wait at 0");
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
            Stage.Signal.Ring();
            Clock.Advance(TimeSpan.FromSeconds(1));
        }
        foreach (var drawn in held)
            await drawn.DisposeAsync();
        var heard = await reader.Until(6, () => Clock.Advance(TimeSpan.FromSeconds(1)));
        heard.Select(r => r.Id).ShouldBe(new[] { 0, 1, 2, 4, 5, 6 }.Select(Sample.Id));
    }

    /// <summary>The follower has found open writers, and waits a little.</summary>
    private Task HeldUp() => Clock.Waiting(1).WaitAsync(TimeSpan.FromSeconds(30));

    private async Task<Drawn> Draw(EntityId id)
    {
        var drawn = await Begun("SELECT 1");
        await drawn.Transaction.Run(
            "INSERT INTO journal (created, deleted, persistence_id, sequence_number, message, manifest, identifier, writer_uuid) VALUES "
                + "(1, false, @id, 1, @message, 'counted.v1', 4711, 'w')",
            ("id", id.ToString()), ("message", Sample.Events.Write(Sample.Count(1))));
        return drawn;
    }

    private async Task<Drawn> Begun(string with)
    {
        var connection = new NpgsqlConnection(Place.ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        var transaction = await connection.BeginTransactionAsync();
        await transaction.Run(with);
        return new Drawn(connection, transaction);
    }

    private sealed class Drawn(NpgsqlConnection connection, NpgsqlTransaction transaction) : IAsyncDisposable
    {
        public NpgsqlTransaction Transaction => transaction;

        public Task Commit() => transaction.CommitAsync();

        public Task RollBack() => transaction.RollbackAsync();

        public ValueTask DisposeAsync() => connection.DisposeAsync();
    }
}
