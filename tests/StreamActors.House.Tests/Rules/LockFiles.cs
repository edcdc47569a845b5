using System.Text.RegularExpressions;

namespace StreamActors.House.Tests.Rules;

/// <summary>Every project locks its packages, and a plain build needs no package that some registries lack.</summary>
public sealed partial class LockFiles
{
    [Fact]
    public void The_repository_has_those_it_should_have() => Breaches(Repository.Tree).ShouldBeEmpty();

    [Theory]
    [InlineData("Petabridge.Cmd")]
    [InlineData("Petabridge.Cmd.Host")]
    public void A_lock_file_that_names_a_package_of_those_is_reported(string package) =>
        Breaches(Tree.Of(("src/X/X.csproj", "<Project />"), ("src/X/packages.lock.json", $"{{ \"{package}\": {{ }} }}")))
            .ShouldBe([$"src/X/packages.lock.json names {package}: a plain build would need it."]);

    [Fact]
    public void A_project_without_one_is_reported() =>
        Breaches(Tree.Of(("src/X/X.csproj", "<Project />"))).ShouldBe(["src/X has no packages.lock.json."]);

    private static IEnumerable<string> Breaches(Tree tree) =>
    [
        .. tree.Projects.Where(p => !tree.Has(p.Folder + "/packages.lock.json")).Select(p => $"{p.Folder} has no packages.lock.json."),
        .. from path in tree.Under("", "packages.lock.json")
           from Match named in Apart().Matches(tree.Text(path))
           select $"{path} names {named.Groups[1].Value}: a plain build would need it.",
    ];

    [GeneratedRegex(@"""(Petabridge\b[\w.]*)""", RegexOptions.None, 60_000)]
    private static partial Regex Apart();
}
