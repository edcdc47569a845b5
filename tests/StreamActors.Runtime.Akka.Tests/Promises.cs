namespace StreamActors.Runtime.Akka.Tests;

public sealed class OneNodeOverSqlite : RuntimePromises
{
    protected override async Task<RuntimeUnderTest> Create() => new OneNode(await SqlStore.Sqlite());
}

[Trait("Runs", "long")]
public sealed class TwoNodesOverSqlite : RuntimePromises
{
    protected override async Task<RuntimeUnderTest> Create() => new TwoNodes(await SqlStore.Sqlite());
}

public sealed class TwoNodesOverPostgreSql : RuntimePromises
{
    protected override async Task<RuntimeUnderTest> Create() => new TwoNodes(await SqlStore.PostgreSql());
}

[Trait("Runs", "long")]
public sealed class OneNodeOverSqliteManyTimes : RuntimePromises
{
    protected override int Races => 1000;

    protected override async Task<RuntimeUnderTest> Create() => new OneNode(await SqlStore.Sqlite());
}

[Trait("Runs", "long")]
public sealed class OneNodeOverPostgreSql : RuntimePromises
{
    protected override async Task<RuntimeUnderTest> Create() => new OneNode(await SqlStore.PostgreSql());
}

public sealed class TwoProcessesOverPostgreSql : RuntimePromises
{
    protected override int Races => 30; // each takes its way through three processes

    protected override async Task<RuntimeUnderTest> Create() => new TwoProcesses(await SqlStore.PostgreSql());
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
