using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace StreamActors.Runtime.Akka.Tests;

public sealed partial class PhaseSpecs
{
    [GeneratedRegex(@"^//   (\w+) +-> (\w+) ", RegexOptions.Multiline)]
    private static partial Regex Arrow { get; }

    [Fact]
    public void The_diagram_on_top_of_the_file_is_true()
    {
        var drawn = Arrow.Matches(File.ReadAllText(Source())).Select(m => (Enum.Parse<Phase>(m.Groups[1].Value), Enum.Parse<Phase>(m.Groups[2].Value))).ToHashSet();
        var allowed = from phase in Enum.GetValues<Phase>() from next in Enum.GetValues<Phase>() where phase.MayBecome(next) select (phase, next);
        drawn.ShouldBe(allowed, ignoreOrder: true);
    }

    private static string Source([CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, "../../../src/StreamActors.Runtime/Life/Phase.cs");
}
