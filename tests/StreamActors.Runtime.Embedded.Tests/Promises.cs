namespace StreamActors.Runtime.Embedded.Tests;

public sealed class EmbeddedOverMemory : RuntimePromises
{
    protected override Task<RuntimeUnderTest> Create() => Task.FromResult<RuntimeUnderTest>(new EmbeddedUnderTest(new MemoryStore()));
}
