using System.Xml.Linq;

namespace StreamActors.House.Tests;

/// <summary>A csproj, as far as the rules need it.</summary>
public sealed record ProjectFile(string Path, IReadOnlyList<string> References, IReadOnlyList<string> Packages,
    IReadOnlyList<string> AdditionalFiles)
{
    public string Name { get; } = System.IO.Path.GetFileNameWithoutExtension(Path);

    /// <summary>The name without the prefix StreamActors: Kernel, Runtime, Domain.Tests.</summary>
    public string Short => Name.Replace("StreamActors.", "", StringComparison.Ordinal);

    public string Folder => Path[..Path.LastIndexOf('/')];

    public bool IsTest => Path.StartsWith("tests/", StringComparison.Ordinal);

    public static ProjectFile Parse(string path, string text)
    {
        var xml = XDocument.Parse(text);
        IReadOnlyList<string> Included(string element) =>
            [.. xml.Descendants(element).Where(e => (string?)e.Attribute("ReferenceOutputAssembly") != "false")
            .SelectMany(e => ((string?)e.Attribute("Include") ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries))];
        return new ProjectFile(
            path,
            [.. Included("ProjectReference").Select(r => System.IO.Path.GetFileNameWithoutExtension(r.Replace('\\', '/'))
                .Replace("StreamActors.", "", StringComparison.Ordinal))],
            Included("PackageReference"),
            Included("AdditionalFiles"));
    }
}
