namespace StreamActors.Runtime.Tests;

/// <summary>
/// Requests on one node while all entities live on the other: every message is serialized, and a death is seen from outside.
/// </summary>
public sealed class TwoNodes(SqlStore store) : OneNode(store)
{
    private TestNode? _door;
    private bool _dead;

    protected override TestNode Asker => _door!;

    public override async Task Start()
    {
        _door = await Node("door", hocon: TestNode.OnlyAtHome);
        await Recover();
    }

    public override async Task Stop()
    {
        await Home.Stop();
        await _door!.Stop();
    }

    public override async Task Kill()
    {
        _dead = true;
        await base.Kill();
        await _door!.UntilMembers(1);
        await _door.UntilHeard();
    }

    /// <summary>The clock jumps, so earlier messages between the nodes must arrive first.</summary>
    public override async Task Pass(TimeSpan time)
    {
        if (!_dead)
            await Read(Purses.Purse("bystander"));
        await base.Pass(time);
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _door!.DisposeAsync();
    }

    protected override async Task<TestNode> StartHome()
    {
        var home = await Node("home", _door, ["home"], TestNode.OnlyAtHome);
        await _door!.UntilMembers(2);
        _dead = false;
        return home;
    }
}
