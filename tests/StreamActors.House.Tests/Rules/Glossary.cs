namespace StreamActors.House.Tests.Rules;

/// <summary>Our own terms are few, and each is used.</summary>
public sealed class Glossary
{
    private const int Most = 30;

    [Fact]
    public void The_glossary_is_short_and_in_use() => Breaches(Repository.Tree).ShouldBeEmpty();

    [Fact]
    public void A_term_that_no_source_file_has_and_one_too_many_are_reported() =>
        Breaches(Tree.Of(("GLOSSARY.md", string.Concat(Enumerable.Range(0, Most + 1).Select(n => $"| Word{(char)('a' + n)} | x |\n"))),
            ("src/A.cs", string.Concat(Enumerable.Range(1, Most).Select(n => $"Word{(char)('a' + n)} ")))))
            .ShouldBe(["GLOSSARY.md has 31 terms; the budget is 30.", "GLOSSARY.md explains Worda, which no source file has."]);

    private static IEnumerable<string> Breaches(Tree tree)
    {
        var terms = tree.Lines("GLOSSARY.md").Where(l => l.StartsWith("| ", StringComparison.Ordinal))
            .Select(l => l.Split('|')[1].Trim()).Where(t => t != "Term").ToList();
        if (terms.Count > Most)
            yield return $"GLOSSARY.md has {terms.Count} terms; the budget is {Most}.";
        var sources = tree.Under("src/", ".cs").Select(tree.Text).ToList();
        foreach (var term in terms.Where(t => !sources.Any(s => s.Contains(t, StringComparison.OrdinalIgnoreCase))))
            yield return $"GLOSSARY.md explains {term}, which no source file has.";
    }
}
