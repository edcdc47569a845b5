namespace StreamActors.Runtime.Tests;

// All promises once over each database: on one node, and between nodes. Those that nodes may break when they join and leave run once more
// with real processes. Other combinations run with --long.

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
    protected override int Races => 30; // each takes three processes

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
