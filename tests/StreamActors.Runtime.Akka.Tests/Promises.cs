namespace StreamActors.Runtime.Akka.Tests;

public sealed class OneNodeOverSqlite : RuntimePromises
{
    protected override async Task<RuntimeUnderTest> Create() => new OneNode(await SqlStore.Sqlite());
}

public sealed class OneNodeOverPostgreSql : RuntimePromises
{
    protected override async Task<RuntimeUnderTest> Create() => new OneNode(await SqlStore.PostgreSql());
}
