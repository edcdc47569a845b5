namespace StreamActors.House.Tests.Rules;

/// <summary>The maximum length of a source file and width of a line.</summary>
public sealed class Budgets
{
    private const int Width = 140;
    private static readonly string[] Source = [".cs", ".ts", ".svelte", ".css"];

    [Fact]
    public void The_repository_stays_within_them() => Breaches(Repository.Tree).ShouldBeEmpty();

    [Theory]
    [InlineData("src/X/Long.cs", 401, true)]
    [InlineData("src/X/Long.cs", 400, false)]
    [InlineData("src/Web/App.svelte", 401, true)]
    [InlineData("streamactors", 401, true)]
    [InlineData("tests/X/Long.cs", 501, true)]
    [InlineData("tests/X/Long.cs", 500, false)]
    public void A_file_over_the_cap_is_reported(string path, int lines, bool told) =>
        Breaches(Tree.Of([(path, Lines(lines)), .. Small(20)]))
            .Any(b => b.Contains("cap", StringComparison.Ordinal)).ShouldBe(told);

    [Theory]
    [InlineData("var x = 1;", 130, true)]
    [InlineData("var x = 1;", 129, false)]
    [InlineData("var x = \"a text that is not to be broken\";", 129, false)]
    [InlineData("\"\"\"\n    {\"json\": true}\n    \"\"\"", 200, false)]
    public void A_line_that_is_too_wide_is_told_unless_its_texts_make_it_so(string code, int more, bool told)
    {
        var wide = code.Contains("text", StringComparison.Ordinal) ? code.Replace("text", new string('t', more), StringComparison.Ordinal)
            : code.Contains("json", StringComparison.Ordinal) ? code.Replace("json", new string('j', more), StringComparison.Ordinal)
            : code + new string('/', 2) + new string('x', more - 1);
        TooWide(Tree.Of(("src/A.cs", wide))).Any().ShouldBe(told);
    }

    [Fact]
    public void A_median_of_61_lines_is_reported() =>
        Breaches(Tree.Of(("src/A.cs", Lines(10)), ("src/B.cs", Lines(61)), ("src/C.cs", Lines(62))))
        .ShouldBe(["The median of src is 61 lines; the budget is 60."]);

    [Fact]
    public void A_ninetieth_percentile_of_171_lines_is_reported() =>
        Breaches(Tree.Of([.. Small(17), ("src/Y.cs", Lines(171)), ("src/Z.cs", Lines(171)), ("src/W.cs", Lines(172))]))
            .ShouldBe(["The ninetieth percentile of src is 171 lines; the budget is 170."]);

    [Fact]
    public void No_line_of_code_is_too_wide() => TooWide(Repository.Tree).ShouldBeEmpty();

    private static IEnumerable<string> TooWide(Tree tree) =>
        from path in tree.Under("", ".cs")
        where tree.Lines(path).Any(l => l.Length > Width)
        from line in CSharp.WithoutTexts(tree.Text(path)).Split('\n').Select((text, n) => (text, number: n + 1))
        where line.text.Length > Width
        select $"{path}:{line.number} has {line.text.Length} characters; the budget is {Width}.";

    private static IEnumerable<string> Breaches(Tree tree)
    {
        var files = tree.Paths.Where(p => Source.Any(s => p.EndsWith(s, StringComparison.Ordinal)) || p is "streamactors" or ".ci/run")
            .Select(p => (Path: p, Lines: tree.Lines(p).Count())).ToList();
        foreach (var (path, lines) in files)
        {
            var cap = path.StartsWith("tests/", StringComparison.Ordinal) ? 500 : 400;
            if (lines > cap)
                yield return $"{path} has {lines} lines; the cap is {cap}.";
        }
        var src = files.Where(f => f.Path.StartsWith("src/", StringComparison.Ordinal)).Select(f => f.Lines).Order().ToList();
        if (At(src, 0.5) is > 60 and var median)
            yield return $"The median of src is {median} lines; the budget is 60.";
        if (At(src, 0.9) is > 170 and var ninetieth)
            yield return $"The ninetieth percentile of src is {ninetieth} lines; the budget is 170.";
    }

    private static int At(List<int> sorted, double share) => sorted.Count == 0 ? 0 : sorted[(int)Math.Ceiling(share * sorted.Count) - 1];

    private static string Lines(int count) => string.Concat(Enumerable.Repeat("x\n", count));

    private static (string, string)[] Small(int count) => [.. Enumerable.Range(0, count).Select(n => ($"src/Small{n}.cs", "x\n"))];
}
