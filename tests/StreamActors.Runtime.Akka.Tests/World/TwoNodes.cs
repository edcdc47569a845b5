namespace StreamActors.Runtime.Akka.Tests;

/// <summary>Asked on one node while everything lives on the other: every word crosses the wire, and a death is one seen from outside.</summary>
public sealed class TwoNodes(SqlStore store) : OneNode(store)
{
    private const string OnlyAtHome = "akka.cluster.sharding.role = home";

    private TestNode? _door;

    protected override TestNode Asker => _door!;

    public override async Task Start()
    {
        _door = await Node("door", hocon: OnlyAtHome);
        await Recover();
    }

    public override async Task Stop()
    {
        await Home.Stop();
        await _door!.Stop();
    }

    public override async Task Kill()
    {
        await base.Kill();
        await _door!.UntilMembers(1);
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _door!.DisposeAsync();
    }

    protected override async Task<TestNode> StartHome()
    {
        var home = await Node("home", _door, ["home"], OnlyAtHome);
        await _door!.UntilMembers(2);
        return home;
    }
}
