namespace StreamActors.Http.Tests;

/// <summary>Measured: nothing else of this process runs meanwhile.</summary>
[Collection(nameof(Alone))]
public sealed class ManyFaultsSpecs : IAsyncLifetime
{
    private ApiServer _api = null!;

    public async Task InitializeAsync() => _api = await ApiServer.Open();

    public async Task DisposeAsync() => await _api.DisposeAsync();

    [Fact]
    public async Task A_body_of_a_hundred_thousand_wrong_things_gets_a_hundred_sentences()
    {
        var before = GC.GetTotalAllocatedBytes();
        var answer =
            await _api.Post("import",
            $$"""{"format":"streamactors/1","inputs":[{{string.Join(',', Enumerable.Repeat("1", 1_000_000))}}]}""");
        answer.Is(400).Fields.Count.ShouldBe(101);
        (GC.GetTotalAllocatedBytes() - before).ShouldBeLessThan(150_000_000);
    }
}

[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
