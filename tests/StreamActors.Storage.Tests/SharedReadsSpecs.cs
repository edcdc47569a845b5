using System.Data.Common;

namespace StreamActors.Storage.Tests;

public sealed class SharedReadsSpecs
{
    [Fact]
    public async Task A_key_that_cannot_be_read_fails_alone()
    {
        await using var fresh = await FreshDatabase.Of("SQLite");
        var reads = new SharedReads<int, int>(fresh.Database, Rows);

        var all = Enumerable.Range(0, 100).Select(key => reads.Read(key, CancellationToken.None)).ToList();

        (await Should.ThrowAsync<InvalidDataException>(() => all[7])).Message.ShouldBe("damaged");
        for (var key = 0; key < all.Count; key++)
        {
            if (key != 7)
                (await all[key]).ShouldBe([key]);
        }
    }

    private static Task<IReadOnlyList<List<int>>> Rows(DbConnection connection, IReadOnlyList<int> keys) => keys.Contains(7)
        ? throw new InvalidDataException("damaged") : Task.FromResult<IReadOnlyList<List<int>>>([.. keys.Select(k => new List<int> { k })]);
}
