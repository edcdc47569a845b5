using Microsoft.Extensions.Logging.Abstractions;
using StreamActors.Domain.Reservations;
using StreamActors.Kernel;
using StreamActors.Testing;

namespace StreamActors.Server.Tests;

/// <summary>The composed house without its door.</summary>
public sealed class HouseSpecs : IDisposable
{
    private readonly Scratch _scratch = new();

    [Fact]
    public async Task A_stop_in_the_middle_of_commits_loses_none_that_was_answered()
    {
        var ids = Enumerable.Range(1, 500).Select(n => ReservationId.UdpPort(n).EntityId).ToList();
        List<Task<(EntityId Id, Reply Reply)>> asked;
        await using (var house = await Open())
        {
            asked = [.. ids.Select(async id => (id, await house.Entities.Ask(id, Reserve(), CommandId.Of(id.ToString()))))];
            await asked[0];
        }
        var replies = await Task.WhenAll(asked);
        replies.ShouldContain(r => r.Reply is Done);

        await using var again = await Open();
        foreach (var (id, reply) in replies)
        {
            var version = (await again.Entities.Read(id)).Version;
            if (reply is Done done)
                version.ShouldBe(done.Version, id.ToString());
            else
                reply.ShouldBeOfType<Unknown>();
        }
    }

    [Fact]
    public async Task On_PostgreSQL_it_is_the_same_house()
    {
        var server = await PostgresServer.Shared();
        var connection = await server.NewDatabase();
        var id = ReservationId.UdpPort(5004).EntityId;
        await using (var house = await Open(connection))
            (await house.Entities.Ask(id, Reserve(), CommandId.Of("a"))).ShouldBeOfType<Done>();
        await using var again = await Open(connection);
        (await again.Entities.Read(id)).Version.ShouldBe(1);
        (await again.Health("healthy", [], DateTimeOffset.UtcNow, CancellationToken.None)).Database.Kind.ShouldBe("PostgreSQL");
    }

    private async Task<Embedded> Open(string? postgres = null)
    {
        var options = new StreamActorsOptions { Data = _scratch.Data, Node = "studio-1" };
        if (postgres is not null)
            options = options with { Journal = new() { Database = DatabaseChoice.Postgresql, Postgresql = new() { Connection = new(postgres) } } };
        using var folder = DataFolder.Hold(options, DateTimeOffset.UnixEpoch);
        return await Embedded.Open(options, folder, NullLoggerFactory.Instance, TimeProvider.System);
    }

    private static Reserve Reserve() => new(new EntityId("input", "studio"), TimeSpan.FromHours(1));

    public void Dispose() => _scratch.Dispose();
}
