namespace StreamActors.Runtime.Tests;

public sealed class UnreadJournalSpecs
{
    private static readonly EntityId Purse = Purses.Purse("hers");

    [Fact]
    public async Task While_Akka_Persistence_Sql_cannot_read_the_asker_hears_that_nothing_was_stored()
    {
        await using var pair = new Pair(await SqlStore.ByAkka(SqlStore.Sqlite()));
        var a = await pair.Add("a");
        await Pair.Insist(a, Purse, new Put(1), Pair.NewId());
        a.Store.CannotConnect = true;
        (await a.Runtime.Entities.Ask(Purse, new Stumble(), Pair.NewId()).Soon()).ShouldBeOfType<Crashed>(); // the next activation replays
        (await a.Runtime.Entities.Ask(Purse, new Put(1), Pair.NewId()).Soon()).ShouldBeOfType<NotStored>().Why.ShouldContain("disk");
        a.Store.CannotConnect = false;
        await Pair.Insist(a, Purse, new Put(1), Pair.NewId());
        (await a.Runtime.Entities.Read(Purse).Soon()).Order.ShouldBe(new Purse(2, false));
    }
}
