using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace StreamActors.Runtime.Tests;

public sealed class ReadmeSpecs
{
    [Fact]
    public void The_readme_names_every_package_of_akka_that_these_tests_run_on_and_its_version()
    {
        using var restored =
            JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "StreamActors.Runtime.Tests.deps.json")));
        var packages = restored.RootElement.GetProperty("libraries").EnumerateObject().Select(l => l.Name.Split('/'))
            .Where(l => Regex.IsMatch(l[0], @"^Akka(\.|$)")).ToList();
        packages.Count.ShouldBeGreaterThan(10);
        packages.Select(p => p[1]).Distinct().ShouldHaveSingleItem().ShouldBe(Version());
        packages.Select(p => p[0]).Order(StringComparer.Ordinal).ShouldBe(Named());
    }

    private static string Version() => Regex.Match(Readme(), @"\*\*([\d.]+)\*\*").Groups[1].Value;

    private static IEnumerable<string> Named() =>
        Regex.Match(Readme(), @"(Akka, [^*]+)\*\*").Groups[1].Value.Split([',', '\n', ' '], StringSplitOptions.RemoveEmptyEntries)
        .Order(StringComparer.Ordinal);

    private static string Readme([CallerFilePath] string here = "") =>
        File.ReadAllText(Path.Combine(Path.GetDirectoryName(here)!, "../../../src/StreamActors.Runtime/README.md"));
}
