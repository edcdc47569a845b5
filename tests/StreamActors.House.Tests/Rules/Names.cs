namespace StreamActors.House.Tests.Rules;

/// <summary>These words say nothing in a name.</summary>
public sealed class Names
{
    private static readonly string[] Banned =
        ["Manager", "Service", "Services", "Helper", "Helpers", "Util", "Utils", "Common", "Base", "Impl", "Data", "Info"];

    // Terms of the field, in which the word has a meaning.
    private static readonly string[] Terms = ["DataKey", "DataFolder", "DataPlane", "DataSource"];

    [Fact]
    public void The_repository_has_no_empty_names() => Breaches(Repository.Tree).ShouldBeEmpty();

    [Theory]
    [InlineData("public sealed class StreamManager;", "StreamManager")]
    [InlineData("internal abstract record OutputBase(string X);", "OutputBase")]
    [InlineData("readonly record struct NodeInfo(int N);", "NodeInfo")]
    [InlineData("public delegate ValueTask<int> InputHelper(string s);", "InputHelper")]
    [InlineData("interface IOutputService { }", "IOutputService")]
    [InlineData("enum DATAKind { }", "DATAKind")]
    public void An_empty_name_of_a_type_is_reported(string source, string name) =>
        Breaches(Tree.Of(("src/X/Some.cs", source))).ShouldHaveSingleItem().ShouldContain(name);

    [Theory]
    [InlineData("src/X/OutputUtils.cs")]
    [InlineData("src/Common/Output.cs")]
    [InlineData("src/StreamActors.Web/lib/helpers.ts")]
    public void An_empty_name_of_a_file_or_folder_is_reported(string path) =>
    Breaches(Tree.Of((path, ""))).ShouldHaveSingleItem().ShouldContain(path);

    [Theory]
    [InlineData(
        "class Database; class Base64Text; class Baseline; class DataKeys; class DataFolderLock; class Informed; class Serviceable;")]
    [InlineData("class Worker : BackgroundService; // a class FooManager in words\nvar s = \"class BarHelper\";")]
    public void A_longer_word_or_a_term_of_the_field_is_not(string source) => Breaches(Tree.Of(("src/X/Some.cs", source))).ShouldBeEmpty();

    private static IEnumerable<string> Breaches(Tree tree) =>
    [
        .. from path in tree.Under("src/").Concat(tree.Under("tests/"))
           where path.Split('/')
           .Any(part => Says(part.Split('.')[0]) || (part.StartsWith("StreamActors.", StringComparison.Ordinal) && Says(part)))
           select $"{path}: the name says nothing.",
        .. from path in tree.Under("", ".cs")
           from type in CSharp.Types(tree.Text(path))
           where Says(type)
           select $"{path}: {type} says nothing.",
    ];

    private static bool Says(string name)
    {
        foreach (var term in Terms)
            name = name.Replace(term, "", StringComparison.Ordinal);
        return CSharp.Words(name).Any(w => Banned.Contains(w, StringComparer.OrdinalIgnoreCase));
    }
}
