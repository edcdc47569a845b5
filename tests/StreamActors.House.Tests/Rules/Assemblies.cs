using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace StreamActors.House.Tests.Rules;

/// <summary>Checks references and reserved packages once more in the built assemblies, where a using alias hides nothing.</summary>
public sealed class Assemblies
{
    private static readonly string[] Drivers = ["Npgsql", "Microsoft.Data.Sqlite", "SQLitePCLRaw", "Dapper"];

    public static TheoryData<string> Built => [.. Repository.Tree.Projects
        .Where(p => !p.IsTest)
        .Select(p => p.Name)];

    [Theory, MemberData(nameof(Built))]
    public void Built_assemblies_follow_the_rules(string project) =>
        Breaches(project["StreamActors.".Length..], PathOf(project)).ShouldBeEmpty();

    [Fact]
    public void An_assembly_that_starts_a_child_is_reported() =>
        Breaches("House.Tests", typeof(Assemblies).Assembly.Location)
        .ShouldContain("House.Tests uses System.Diagnostics.Process: only Ffmpeg may.");

    [Fact]
    public void An_assembly_out_of_its_arrows_is_reported() =>
        Breaches("Kernel", PathOf("StreamActors.House.Tests", "tests"), ours: "xunit.")
        .ShouldContain(b => b.StartsWith("Kernel is compiled against", StringComparison.Ordinal));

    private static IEnumerable<string> Breaches(string project, string path, string ours = "StreamActors.")
    {
        File.Exists(path).ShouldBeTrue($"{path} is not there: build StreamActors.sln in {Repository.Configuration} first.");
        using var file = new PEReader(File.OpenRead(path));
        var metadata = file.GetMetadataReader();
        var references = metadata.AssemblyReferences.Select(r => metadata.GetString(metadata.GetAssemblyReference(r).Name)).ToList();
        var behind = Arrows.Behind(project);
        foreach (var reference in references)
        {
            if (reference.StartsWith(ours, StringComparison.Ordinal) && !behind.Contains(reference[ours.Length..]))
                yield return $"{project} is compiled against {reference}.";
            if (Drivers.Any(d => reference.StartsWith(d, StringComparison.Ordinal)) && project != "Storage")
                yield return $"{project} uses {reference}: only Storage may.";
            // a palette consists of actors
            if (reference.StartsWith("Akka", StringComparison.Ordinal) && project is not ("Runtime" or "Pbm"))
                yield return $"{project} uses {reference}: only Runtime may.";
            if (reference.StartsWith("Petabridge", StringComparison.Ordinal) && project != "Pbm")
                yield return $"{project} uses {reference}: only Pbm may.";
        }
        if (project == "Streaming")
        {
            foreach (var name in References(metadata, "StreamActors.Control")
                .Except(Interfaces("StreamActors.Control"), StringComparer.Ordinal))
                yield return $"{project} uses {name} of Control: only its interfaces may be named.";
        }
        if (project != "Ffmpeg" && metadata.TypeReferences.Select(metadata.GetTypeReference).Any(t =>
            metadata.GetString(t.Namespace) == "System.Diagnostics" && metadata.GetString(t.Name) is "Process" or "ProcessStartInfo"))
            yield return $"{project} uses System.Diagnostics.Process: only Ffmpeg may.";
    }

    private static IEnumerable<string> References(MetadataReader metadata, string assembly) =>
        metadata.TypeReferences.Select(metadata.GetTypeReference)
        .Where(t => t.ResolutionScope.Kind == HandleKind.AssemblyReference
            && metadata.GetString(metadata.GetAssemblyReference((AssemblyReferenceHandle)t.ResolutionScope).Name) == assembly)
        .Select(t => metadata.GetString(t.Name));

    private static List<string> Interfaces(string project)
    {
        using var file = new PEReader(File.OpenRead(PathOf(project)));
        var metadata = file.GetMetadataReader();
        return [.. metadata.TypeDefinitions.Select(metadata.GetTypeDefinition)
            .Where(t => t.Attributes.HasFlag(System.Reflection.TypeAttributes.Interface)).Select(t => metadata.GetString(t.Name))];
    }

    internal static string PathOf(string project, string folder = "src") =>
        Path.Combine(Repository.Root, folder, project, "bin", Repository.Configuration, "net10.0", project + ".dll");
}
