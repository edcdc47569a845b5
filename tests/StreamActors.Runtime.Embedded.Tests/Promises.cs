namespace StreamActors.Runtime.Embedded.Tests;

public sealed class EmbeddedOverMemory : RuntimePromises
{
    protected override int Races => 1000;

    protected override Task<RuntimeUnderTest> Create() => Task.FromResult<RuntimeUnderTest>(new EmbeddedUnderTest(new MemoryStore()));
}

public sealed class EmbeddedOverSqlite : RuntimePromises
{
    protected override Task<RuntimeUnderTest> Create() => Task.FromResult<RuntimeUnderTest>(new EmbeddedUnderTest(SqlStore.Sqlite()));
}

public sealed class EmbeddedOverPostgreSql : RuntimePromises
{
    protected override async Task<RuntimeUnderTest> Create() => new EmbeddedUnderTest(await SqlStore.PostgreSql());
}
