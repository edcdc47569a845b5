using System.Text.RegularExpressions;

namespace StreamActors.House.Tests.Rules;

/// <summary>What ships is used: each source file has a type or extension method that a file of another type names.</summary>
public sealed partial class DeadStock
{
    [Fact]
    public void The_repository_ships_nothing_that_nobody_calls() => Breaches(Repository.Tree).ShouldBeEmpty();

    [Fact]
    public void A_type_that_only_tests_name_is_reported() => Breaches(Tree.Of(
        ("src/X/Probe.cs", "public static class Probe { }"),
        ("src/X/Program.cs", "// Probe\n/* Probe */"),
        ("tests/X.Tests/ProbeSpecs.cs", "_ = Probe.Of();"))).ShouldBe(["src/X/Probe.cs: no other file of src names Probe."]);

    [Fact]
    public void Parts_of_one_type_do_not_count_as_users_of_each_other() => Breaches(Tree.Of(
        ("src/X/Run.cs", "partial class Run { }"), ("src/X/Run.Log.cs", "partial class Run { }"))).Count().ShouldBe(2);

    [Theory]
    [InlineData("public sealed record Probed; public static class Probe { }", "Probe.Of();")]
    [InlineData("public static class Probe { }", "var s = $\"class = {Name<Probe>()}\";")]
    [InlineData("public static class Probing { public static void AddProbe(this Parts parts) { } }", "parts.AddProbe();")]
    public void What_another_file_names_is_not(string source, string program) =>
        Breaches(Tree.Of(("src/X/Probe.cs", source), ("src/X/Program.cs", program))).ShouldBeEmpty();

    private static IEnumerable<string> Breaches(Tree tree)
    {
        var files = tree.Under("src/", ".cs").Select(path => Source.Of(path, CSharp.WithoutComments(tree.Text(path)))).ToList();
        return files.Where(f => f.Types.Count > 0 && !files.Any(other => !other.Types.Overlaps(f.Types) && other.Words.Overlaps(f.Offered)))
            .Select(f => $"{f.Path}: no other file of src names {string.Join(", ", f.Types)}.");
    }

    private sealed record Source(string Path, HashSet<string> Types, HashSet<string> Words, IReadOnlyList<string> Offered)
    {
        public static Source Of(string path, string code)
        {
            var types = CSharp.Types(code).ToHashSet(StringComparer.Ordinal);
            return new(
                path, types, Word().Matches(code).Select(m => m.Value).ToHashSet(StringComparer.Ordinal),
                [.. types, .. Extension().Matches(code).Select(m => m.Groups["name"].Value)]);
        }
    }

    [GeneratedRegex(@"[A-Za-z_]\w*", RegexOptions.None, 60_000)]
    private static partial Regex Word();

    [GeneratedRegex(@"\bstatic [^\n(]*?(?<name>\w+)(?:<[^>\n]*>)?\(this ", RegexOptions.None, 60_000)]
    private static partial Regex Extension();
}
