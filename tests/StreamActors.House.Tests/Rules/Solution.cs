namespace StreamActors.House.Tests.Rules;

/// <summary>A project outside the solution is not built, and its tests do not run.</summary>
public sealed class Solution
{
    [Fact]
    public void Every_project_is_in_it() => Breaches(Repository.Tree).ShouldBeEmpty();

    [Fact]
    public void A_project_left_out_is_reported() =>
        Breaches(Tree.Of(("StreamActors.sln", "\"src\\X\\X.csproj\""), ("src/X/X.csproj", "<Project />"),
        ("src/Y/Y.csproj", "<Project />")))
            .ShouldBe(["src/Y/Y.csproj is not in StreamActors.sln."]);

    private static IEnumerable<string> Breaches(Tree tree) =>
        tree.Projects.Where(p => !tree.Text("StreamActors.sln").Contains($"\"{p.Path.Replace('/', '\\')}\"", StringComparison.Ordinal))
            .Select(p => $"{p.Path} is not in StreamActors.sln.");
}
