namespace StreamActors.House.Tests.Rules;

/// <summary>Which project may reference which. A reference includes those behind it; a project without a row is refused.</summary>
public sealed class Arrows
{
    public static readonly IReadOnlyDictionary<string, string[]> Allowed = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["Kernel"] = [],
        ["Domain"] = ["Kernel"],
        ["Media"] = [],
        ["Ffmpeg"] = ["Domain"],
        ["Streaming"] = ["Control", "Media", "Ffmpeg"],
        ["Storage"] = ["Kernel"],
        ["Hocon"] = [],
        ["Runtime"] = ["Kernel"],
        ["Wire"] = [],
        ["Control"] = ["Domain", "Storage", "Wire"],
        ["Http"] = ["Control", "Wire"],
        ["Console"] = ["Wire"],
        ["Pbm"] = ["Wire"],
        ["Server"] = ["Http", "Streaming", "Runtime", "Storage", "Hocon", "Pbm"],

        ["House.Tests"] = [],
        ["FakeFfmpeg"] = ["Ffmpeg"],
        ["Testing"] = ["Kernel"],
        ["JournalWriter"] = ["Storage", "Domain", "Testing"],
        ["Runtime.Promises"] = ["Kernel", "Storage", "Testing"],
        ["Runtime.Node"] = ["Runtime.Promises", "Runtime"],
        ["Runtime.Tests"] = ["Runtime.Node"],
        ["Kernel.Tests"] = ["Kernel", "Testing"],
        ["Domain.Tests"] = ["Domain", "Testing"],
        ["Storage.Tests"] = ["Storage", "JournalWriter"],
        ["Torture"] = ["Runtime", "Storage"],
        ["Torture.Tests"] = ["Torture", "Testing"],
        ["Hocon.Tests"] = ["Hocon", "Testing"],
        ["Ffmpeg.Tests"] = ["Ffmpeg", "FakeFfmpeg", "Testing"],
        ["Media.Tests"] = ["Media", "Testing"],
        ["Streaming.Tests"] = ["Streaming", "FakeFfmpeg", "Testing"],
        ["Control.Tests"] = ["Control", "Testing"],
        ["Http.Tests"] = ["Server", "Testing"],
        ["Console.Tests"] = ["Console", "Server", "Testing"],
        ["Pbm.Tests"] = ["Pbm"],
        ["Server.Tests"] = ["Server", "Testing"],
        ["EndToEnd.Tests"] = ["Server", "Console", "FakeFfmpeg", "Testing"],
        ["Web.Tests"] = ["Server", "Testing"],
        ["Benchmarks"] = ["Server", "Media", "Testing"],
    };

    [Fact]
    public void Every_project_of_the_repository_keeps_to_its_arrows() => Breaches(Repository.Tree).ShouldBeEmpty();

    [Fact]
    public void A_runtime_that_references_the_domain_is_reported() =>
        Breaches(With("Runtime", "Domain")).ShouldBe(["StreamActors.Runtime references Domain; it may reference Kernel only."]);

    [Fact]
    public void What_lies_behind_an_arrow_may_be_named_directly() => Breaches(With("Http", "Kernel")).ShouldBeEmpty();

    [Fact]
    public void A_project_without_a_row_is_reported() =>
        Breaches(With("Gadgets", "Kernel")).ShouldBe(["StreamActors.Gadgets has no row in the table of arrows: what is it a boundary of?"]);

    public static HashSet<string> Behind(string project) =>
        [.. Allowed[project].SelectMany(p => Behind(p).Append(p))];

    private static IEnumerable<string> Breaches(Tree tree) => tree.Projects.SelectMany(project =>
        !Allowed.TryGetValue(project.Short, out var row)
            ? [$"{project.Name} has no row in the table of arrows: what is it a boundary of?"]
            : project.References.Where(r => !Behind(project.Short).Contains(r))
                .Select(r =>
                $"{project.Name} references {r}; it may reference {(row.Length == 0 ? "nothing" : string.Join(", ", row))} only."));

    private static Tree With(string project, string reference) => Tree.Of((
        $"src/StreamActors.{project}/StreamActors.{project}.csproj",
        $"<Project><ItemGroup><ProjectReference Include=\"..\\StreamActors.{reference}\\StreamActors.{reference}.csproj\" "
            + $"/></ItemGroup></Project>"));
}
