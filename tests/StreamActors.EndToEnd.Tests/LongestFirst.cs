using Xunit.Abstractions;

[assembly: TestCollectionOrderer("StreamActors.EndToEnd.Tests.LongestFirst", "StreamActors.EndToEnd.Tests")]

namespace StreamActors.EndToEnd.Tests;

/// <summary>The longest classes start first, so that none of them is left to run alone at the end.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly string[] First =
    [
        "FirstMatrixSpecs", "SecondMatrixSpecs", "FetchSpecs", "FailingDestinationSpecs", "SourceSpecs", "FaultSpecs",
        "DestinationSpecs", "SoakSpecs", "ReconnectSpecs",
    ];

    public IEnumerable<ITestCollection> OrderTestCollections(IEnumerable<ITestCollection> testCollections) =>
        testCollections.OrderBy(Place);

    private static int Place(ITestCollection collection) =>
        Array.FindIndex(First, name => collection.DisplayName.EndsWith('.' + name, StringComparison.Ordinal)) is >= 0 and var place ? place
        : First.Length;
}
