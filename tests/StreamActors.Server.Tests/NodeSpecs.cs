using Microsoft.Extensions.Logging.Abstractions;
using StreamActors.Domain.Reservations;
using StreamActors.Kernel;
using StreamActors.Testing;

namespace StreamActors.Server.Tests;

/// <summary>A composed node that does not listen.</summary>
public sealed class NodeSpecs : IDisposable
{
    private readonly Scratch _scratch = new();

    [Fact]
    public async Task A_stop_in_the_middle_of_commits_loses_none_that_was_answered()
    {
        var ids = Enumerable.Range(1, 500).Select(n => ReservationId.UdpPort(n).EntityId).ToList();
        List<Task<(EntityId Id, Reply Reply)>> asked;
        IEntities closed;
        await using (var node = await Open())
        {
            asked = [.. ids.Select(async id => (id, await node.Entities.Ask(id, Reserve(), CommandId.Of(id.ToString()))))];
            await asked[0];
            closed = node.Entities;
        }
        (await closed.Ask(ids[0], Reserve(), CommandId.Of("late"))).ShouldBeOfType<Unknown>();
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
    public async Task On_PostgreSQL_it_is_the_same_node()
    {
        var server = await PostgresServer.Shared();
        var connection = await server.NewDatabase();
        var id = ReservationId.UdpPort(5004).EntityId;
        await using (var node = await Open(connection))
            (await node.Entities.Ask(id, Reserve(), CommandId.Of("a"))).ShouldBeOfType<Done>();
        await using var again = await Open(connection);
        (await again.Entities.Read(id)).Version.ShouldBe(1);
        again.Database.Dialect.Name.ShouldBe("PostgreSQL");
    }

    [Fact]
    public async Task Each_plugin_goes_on_with_what_the_other_has_stored()
    {
        var id = ReservationId.UdpPort(5004).EntityId;
        await using (var house = await Open(plugin: PluginChoice.AkkaPersistenceSql))
            (await house.Entities.Ask(id, Reserve(), CommandId.Of("a"))).ShouldBeOfType<Done>();
        await using (var house = await Open())
            (await house.Entities.Ask(id, new Release(new EntityId("input", "studio")), CommandId.Of("b")))
                .ShouldBeOfType<Done>().Version.ShouldBe(2);
        await using var again = await Open(plugin: PluginChoice.AkkaPersistenceSql);
        (await again.Entities.Ask(id, Reserve(), CommandId.Of("c"))).ShouldBeOfType<Done>().Version.ShouldBe(3);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Of_a_thousand_that_race_for_one_port_exactly_one_gets_it(bool postgres)
    {
        var connection = postgres ? await (await PostgresServer.Shared()).NewDatabase() : null;
        var port = ReservationId.UdpPort(5004).EntityId;
        await using var node = await Open(connection);
        var replies = await Task.WhenAll(Enumerable.Range(0, 1000).Select(n => Task.Run(async () =>
        {
            var owner = new EntityId("input", $"racer-{n}");
            return (Owner: owner,
                Reply: await node.Entities.Ask(port, new Reserve(owner, TimeSpan.FromHours(1)), CommandId.Of($"race {n}")));
        })));
        var winner = replies.Where(r => r.Reply is Done).ShouldHaveSingleItem().Owner;
        replies.Where(r => r.Owner != winner).ShouldAllBe(r => r.Reply is Refused && ((Refused)r.Reply).Refusal.Code == "taken"
            && ((Refused)r.Reply).Refusal.Message.Contains(winner.ToString()));
        ((ReservationState)(await node.Entities.Read(port)).Order!).Owner.ShouldBe(winner);
    }

    private async Task<Node> Open(string? postgres = null, PluginChoice plugin = PluginChoice.Streamactors)
    {
        var options = new StreamActorsOptions { Data = _scratch.Data, Node = "studio-1", Journal = new() { Plugin = plugin } };
        if (postgres is not null)
            options = options
                with { Journal = new() { Database = DatabaseChoice.Postgresql, Postgresql = new() { Connection = new(postgres) } } };
        using var folder = DataFolder.Hold(options, DateTimeOffset.UnixEpoch);
        var node = await Node.Build(options, akka: "", folder, NullLoggerFactory.Instance, TimeProvider.System);
        await node.Start();
        return node;
    }

    private static Reserve Reserve() => new(new EntityId("input", "studio"), TimeSpan.FromHours(1));

    public void Dispose() => _scratch.Dispose();
}
