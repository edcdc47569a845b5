using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace StreamActors.House.Tests.Rules;

/// <summary>The name of a public type is unique in all projects.</summary>
public sealed class PublicNames
{
    [Fact]
    public void No_name_of_a_public_type_stands_twice() =>
        Twice(Repository.Tree.Projects.Where(p => !p.IsTest).SelectMany(p => Public(p.Name))).ShouldBeEmpty();

    [Fact]
    public void A_name_that_stands_twice_is_reported() =>
        Twice([("Media", "Sender"), ("Control", "Sender"), ("Media", "Ring")]).ShouldBe(["Sender is in Control and Media."]);

    private static IEnumerable<string> Twice(IEnumerable<(string Project, string Name)> names) =>
        from same in names.GroupBy(n => n.Name, n => n.Project, StringComparer.Ordinal)
        where same.Count() > 1
        select $"{same.Key} is in {string.Join(" and ", same.Order(StringComparer.Ordinal))}.";

    private static List<(string, string)> Public(string project)
    {
        using var file = new PEReader(File.OpenRead(Assemblies.PathOf(project)));
        var metadata = file.GetMetadataReader();
        return [.. metadata.TypeDefinitions.Select(metadata.GetTypeDefinition)
            .Where(t => (t.Attributes & TypeAttributes.VisibilityMask) == TypeAttributes.Public)
            .Select(t => (project["StreamActors.".Length..], metadata.GetString(t.Name)))];
    }
}
