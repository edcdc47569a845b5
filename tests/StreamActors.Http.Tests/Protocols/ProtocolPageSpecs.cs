using System.Text.Json;
using StreamActors.Testing;
using StreamActors.Wire;

namespace StreamActors.Http.Tests.Protocols;

/// <summary>
/// The protocol documentation equals the table. After a change of the table, regenerate both files with <c>STREAMACTORS_WRITE_DOCS=1
/// dotnet test tests/StreamActors.Http.Tests -c Release --filter FullyQualifiedName~ProtocolPageSpecs</c>.
/// </summary>
public sealed class ProtocolPageSpecs
{
    private static readonly string Root = RepositoryFolder.Root;

    [Fact]
    public void The_page_is_as_the_table_says() => Holds("docs/protocols.md", ProtocolPage.Of(ProtocolMapping.All));

    [Fact]
    public void The_console_s_help_is_what_the_server_answers()
    {
        var answer = JsonSerializer.SerializeToElement(ProtocolMapping.All, WireJson.Plain.IReadOnlyListProtocolView);
        var lines = answer.EnumerateArray().Select(p => p.GetRawText()); // one per line: a change of one protocol is a change of one line
        Holds("src/StreamActors.Console/Protocols/protocols.json", $"[\n{string.Join(",\n", lines)}\n]\n");
    }

    private static void Holds(string path, string right)
    {
        var file = Path.Combine(Root, path);
        if (Environment.GetEnvironmentVariable("STREAMACTORS_WRITE_DOCS") == "1")
            File.WriteAllText(file, right);
        (File.Exists(file) ? File.ReadAllText(file) : "").ShouldBe(
            right, $"{path} is not as the table of protocols says. Write it anew: STREAMACTORS_WRITE_DOCS=1 dotnet test "
                + $"tests/StreamActors.Http.Tests -c Release --filter FullyQualifiedName~ProtocolPageSpecs");
    }
}
