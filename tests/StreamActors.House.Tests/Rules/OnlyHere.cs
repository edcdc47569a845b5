using System.Text.RegularExpressions;

namespace StreamActors.House.Tests.Rules;

/// <summary>Packages and types that only one project may use.</summary>
public sealed partial class OnlyHere
{
    private sealed record Reserved(string What, Regex Package, Regex Code, string[] Homes, bool InTestsToo);

    private static readonly Reserved[] Rules =
    [
        new("a child process", Never(), Child(), ["Ffmpeg"], InTestsToo: false),
        new("a database driver", DriverPackage(), DriverCode(), ["Storage"], InTestsToo: false),
        new("Akka", AkkaPackage(), AkkaCode(), ["Runtime", "Runtime.Tests", "Runtime.Node", "Pbm", "Pbm.Tests"], InTestsToo: true),
        new("Petabridge", PetabridgePackage(), PetabridgeCode(), ["Pbm", "Pbm.Tests"], InTestsToo: true),
        new("CliWrap", CliWrapPackage(), CliWrapCode(), ["Ffmpeg", "Ffmpeg.Tests"], InTestsToo: true),
    ];

    [Fact]
    public void The_repository_keeps_each_thing_in_its_place() => Breaches(Repository.Tree).ShouldBeEmpty();

    [Theory]
    [InlineData("Media", "", "var p = Process.Start(\"ffmpeg\");", "a child process")]
    [InlineData("Server", "", "new System.Diagnostics.ProcessStartInfo()", "a child process")]
    [InlineData("Http", "Npgsql", "", "a database driver")]
    [InlineData("Server", "", "using Microsoft.Data.Sqlite;", "a database driver")]
    [InlineData("Server", "Akka.Hosting", "", "Akka")]
    [InlineData("Domain", "", "using Akka.Actor;", "Akka")]
    [InlineData("Console", "Petabridge.Cmd", "", "Petabridge")]
    [InlineData("Media", "CliWrap", "", "CliWrap")]
    public void A_thing_out_of_its_place_is_reported(string project, string package, string code, string what) =>
        Breaches(With(project, package, code)).ShouldHaveSingleItem().ShouldContain($"names {what}");

    [Theory]
    [InlineData("Ffmpeg", "CliWrap", "var p = Process.Start(\"ffmpeg\");")]
    [InlineData("Storage", "Npgsql", "using Npgsql;")]
    [InlineData("Runtime", "Akka.Hosting", "using Akka.Hosting;")]
    [InlineData("Server", "", "using StreamActors.Runtime; // Akka.NET, Npgsql\nProcessed processed; var id = Environment.ProcessId;")]
    public void A_thing_in_its_place_is_not(string project, string package, string code) =>
    Breaches(With(project, package, code)).ShouldBeEmpty();

    private static IEnumerable<string> Breaches(Tree tree) =>
        from project in tree.Projects
        from rule in Rules
        where !rule.Homes.Contains(project.Short, StringComparer.Ordinal) && (rule.InTestsToo || !project.IsTest)
        from place in project.Packages.Where(p => rule.Package.IsMatch(p)).Select(p => $"{project.Path} ({p})")
            .Concat(tree.Search(tree.Under(project.Folder + "/", ".cs"), rule.Code, CSharp.Code).Select(found => found.Where))
        select $"{place} names {rule.What}: only {rule.Homes[0]} may.";

    private static Tree With(string project, string package, string code) => Tree.Of(
        ($"src/StreamActors.{project}/StreamActors.{project}.csproj",
            $"<Project><ItemGroup>{(package.Length > 0 ? $"<PackageReference Include=\"{package}\" />" : "")}</ItemGroup></Project>"),
        ($"src/StreamActors.{project}/Some.cs", code));

    [GeneratedRegex("(?!)", RegexOptions.None, 60_000)]
    private static partial Regex Never();

    [GeneratedRegex(
        @"\bProcessStartInfo\b|\bProcess\.(?:Start|GetProcess|GetCurrentProcess)|\bSystem\.Diagnostics\.Process\b|\bnew Process\b",
        RegexOptions.None, 60_000)]
    private static partial Regex Child();

    [GeneratedRegex(@"^(?:Npgsql|Microsoft\.Data\.Sqlite|SQLitePCLRaw|Dapper|linq2db|System\.Data\.SQLite)", RegexOptions.None, 60_000)]
    private static partial Regex DriverPackage();

    [GeneratedRegex(@"\b(?:Npgsql\w*|Microsoft\.Data\.Sqlite|SQLitePCL|Dapper|SqliteConnection)\b", RegexOptions.None, 60_000)]
    private static partial Regex DriverCode();

    [GeneratedRegex(@"^Akka\b", RegexOptions.None, 60_000)]
    private static partial Regex AkkaPackage();

    [GeneratedRegex(@"(?<![\w.])Akka\.", RegexOptions.None, 60_000)]
    private static partial Regex AkkaCode();

    [GeneratedRegex(@"^Petabridge\b", RegexOptions.None, 60_000)]
    private static partial Regex PetabridgePackage();

    [GeneratedRegex(@"\bPetabridge\.", RegexOptions.None, 60_000)]
    private static partial Regex PetabridgeCode();

    [GeneratedRegex(@"^CliWrap\b", RegexOptions.None, 60_000)]
    private static partial Regex CliWrapPackage();

    [GeneratedRegex(@"\bCliWrap\b", RegexOptions.None, 60_000)]
    private static partial Regex CliWrapCode();
}
