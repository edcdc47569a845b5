namespace StreamActors.House.Tests.Rules;

/// <summary>The top-level folder: a few expected entries.</summary>
public sealed class TopLevel
{
    private static readonly string[] Expected = ["StreamActors.sln", "src", "tests", "hocon", "docker", "helm", "docs", "README.md",
        "CONTRIBUTING.md", "CHANGELOG.md", "GLOSSARY.md", "LICENSE", "streamactors"];

    [Fact]
    public void The_top_level_folder_has_only_expected_entries() => Breaches(Repository.Tree).ShouldBeEmpty();

    [Fact]
    public void A_stray_file_and_a_stray_folder_are_reported() =>
        Breaches(Tree.Of(("README.md", ""), (".ci/run", ""), ("notes.txt", ""), ("scripts/x.sh", "")))
        .ShouldBe(["notes.txt has no place at the top level.", "scripts has no place at the top level."]);

    private static IEnumerable<string> Breaches(Tree tree) =>
        tree.Paths.Select(p => p.Split('/')[0]).Distinct(StringComparer.Ordinal)
            .Where(top => !top.StartsWith('.') && !Expected.Contains(top, StringComparer.Ordinal))
            .Select(top => $"{top} has no place at the top level.");
}
