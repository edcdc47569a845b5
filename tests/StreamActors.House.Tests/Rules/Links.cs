using System.Text.RegularExpressions;

namespace StreamActors.House.Tests.Rules;

/// <summary>Documents name only files that exist, in links and in paths in back-ticks.</summary>
public sealed partial class Links
{
    [Fact]
    public void The_repository_s_pages_name_only_what_is_there() => Breaches(Repository.Tree).ShouldBeEmpty();

    [Theory]
    [InlineData("README.md", "see [it](src/Gone.cs)", "src/Gone.cs")]
    [InlineData("src/decisions/0001-x.md", "see [it](../Gone.cs#here)", "src/Gone.cs")]
    [InlineData("README.md", "the file `src/Gone/Some.cs` says", "src/Gone/Some.cs")]
    [InlineData("README.md", "run `./gone`", "gone")]
    public void A_file_that_is_gone_is_reported(string page, string text, string gone) =>
        Breaches(Tree.Of((page, text))).ShouldBe([$"{page} names {gone}, which is not there."]);

    [Fact]
    public void Files_folders_and_other_peoples_pages_are_not() => Breaches(Tree.Of(
        ("README.md",
            "[a](src/A.cs) [b](src/decisions) [c](https://example.org/x) [d](#here) `src/A.cs` `src/decisions/` `tests/*.Tests` "
                + "`./streamactors up --data DIR` `/api/health`"),
        ("src/A.cs", ""), ("src/decisions/0001-x.md", "[up](../../README.md)"), ("streamactors", ""))).ShouldBeEmpty();

    private static IEnumerable<string> Breaches(Tree tree) =>
        from page in tree.Under("", ".md")
        from named in Named(page, tree.Text(page)).Distinct(StringComparer.Ordinal)
        where !tree.Has(named)
        select $"{page} names {named}, which is not there.";

    private static IEnumerable<string> Named(string page, string text)
    {
        var folder = Path.GetDirectoryName(page) ?? "";
        foreach (Match link in Link().Matches(text))
        {
            var target = link.Groups[1].Value.Split('#')[0];
            if (target.Length > 0 && !target.Contains(':', StringComparison.Ordinal))
                yield return Path.GetRelativePath("/", Path.Combine("/", folder, target));
        }
        foreach (Match quoted in QuotedPath().Matches(text))
            yield return quoted.Groups[1].Value.Replace("./", "", StringComparison.Ordinal).TrimEnd('/');
    }

    [GeneratedRegex(@"\]\(([^)\s]+)\)", RegexOptions.None, 60_000)]
    private static partial Regex Link();

    [GeneratedRegex(@"`((?:\./|(?:src|tests|hocon|docker|helm)/)[\w./-]+)(?=[` ])", RegexOptions.None, 60_000)]
    private static partial Regex QuotedPath();
}
