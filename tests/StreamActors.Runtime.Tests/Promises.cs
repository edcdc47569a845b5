namespace StreamActors.Runtime.Tests;

// All of them once over each database: in one node's mailboxes, and over the wire. What nodes may break as they go and come back
// once more where a kill is a kill. The rest of what can be combined is run with --long.

public sealed class OneNodeOverSqlite : RuntimePromises
{
    protected override async Task<RuntimeUnderTest> Create() => new OneNode(await SqlStore.Sqlite());
}

public sealed class TwoNodesOverPostgreSql : RuntimePromises
{
    protected override async Task<RuntimeUnderTest> Create() => new TwoNodes(await SqlStore.PostgreSql());
}

public sealed class TwoProcessesOverPostgreSql : NodePromises
{
    protected override int Restarts => 2; // each waits for the lease of a killed process

    protected override async Task<RuntimeUnderTest> Create() => new TwoProcesses(await SqlStore.PostgreSql());
}

[Trait("Runs", "long")]
public sealed class AllOfTwoProcessesOverPostgreSql : RuntimePromises
{
    protected override int Races => 30; // each takes its way through three processes

    protected override async Task<RuntimeUnderTest> Create() => new TwoProcesses(await SqlStore.PostgreSql());
}

[Trait("Runs", "long")]
public sealed class OneNodeOverPostgreSql : RuntimePromises
{
    protected override async Task<RuntimeUnderTest> Create() => new OneNode(await SqlStore.PostgreSql());
}

[Trait("Runs", "long")]
public sealed class TwoNodesOverSqlite : RuntimePromises
{
    protected override async Task<RuntimeUnderTest> Create() => new TwoNodes(await SqlStore.Sqlite());
}

[Trait("Runs", "long")]
public sealed class OneNodeOverSqliteManyTimes : RuntimePromises
{
    protected override int Races => 1000;

    protected override async Task<RuntimeUnderTest> Create() => new OneNode(await SqlStore.Sqlite());
}

public sealed class OneNodeOverPostgreSqlByAkkaPersistenceSql : RuntimePromises
{
    protected override bool NamesEveryLife => false;

    protected override async Task<RuntimeUnderTest> Create() => new OneNode(await SqlStore.ByAkka(SqlStore.PostgreSql()));
}

[Trait("Runs", "long")]
public sealed class OneNodeOverSqliteByAkkaPersistenceSql : RuntimePromises
{
    protected override bool NamesEveryLife => false;

    protected override async Task<RuntimeUnderTest> Create() => new OneNode(await SqlStore.ByAkka(SqlStore.Sqlite()));
}

[Trait("Runs", "long")]
public sealed class TwoNodesOverPostgreSqlByAkkaPersistenceSql : RuntimePromises
{
    protected override bool NamesEveryLife => false;

    protected override async Task<RuntimeUnderTest> Create() => new TwoNodes(await SqlStore.ByAkka(SqlStore.PostgreSql()));
}
