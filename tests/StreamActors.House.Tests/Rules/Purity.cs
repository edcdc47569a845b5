namespace StreamActors.House.Tests.Rules;

/// <summary>Kernel and Domain have the list of banned calls, and the analyzer that checks it.</summary>
public sealed class Purity
{
    private static readonly string[] Pure = ["Kernel", "Domain"];

    private const string List = "src/BannedSymbols.txt";

    private static readonly string[] Forbidden =
        ["System.DateTime.UtcNow", "System.DateTimeOffset.UtcNow", "System.TimeProvider.System", "System.Guid.NewGuid", "System.Random",
        "System.Diagnostics.Stopwatch"];

    [Fact]
    public void Pure_projects_have_the_list_and_the_analyzer() => Breaches(Repository.Tree).ShouldBeEmpty();

    [Fact]
    public void A_pure_project_without_the_list_is_reported() =>
        Breaches(Tree.Of((List, string.Join('\n', Forbidden)), ("src/StreamActors.Domain/StreamActors.Domain.csproj", "<Project />")))
            .ShouldBe(["StreamActors.Domain does not carry BannedSymbols.txt and its analyzer."]);

    [Fact]
    public void A_list_that_has_lost_a_symbol_is_reported() =>
        Breaches(Tree.Of((List, string.Join('\n', Forbidden[1..])))).ShouldBe([$"{List} no longer names System.DateTime.UtcNow."]);

    private static IEnumerable<string> Breaches(Tree tree) =>
    [
        .. tree.Projects.Where(p => Pure.Contains(p.Short, StringComparer.Ordinal))
            .Where(p => !p.Packages.Contains("Microsoft.CodeAnalysis.BannedApiAnalyzers", StringComparer.Ordinal)
                || !p.AdditionalFiles.Any(f => f.EndsWith("BannedSymbols.txt", StringComparison.Ordinal)))
            .Select(p => $"{p.Name} does not carry BannedSymbols.txt and its analyzer."),
        .. Forbidden.Where(f => !tree.Text(List).Contains(f, StringComparison.Ordinal)).Select(f => $"{List} no longer names {f}."),
    ];
}
