using System.Text.RegularExpressions;

namespace StreamActors.House.Tests.Rules;

/// <summary>
/// Facts about one protocol are in the protocol table, or where its FFmpeg arguments are built; all other code asks the table.
/// </summary>
public sealed partial class ProtocolFacts
{
    [Fact]
    public void The_repository_names_protocols_where_they_are_defined() => Breaches(Repository.Tree).ShouldBeEmpty();

    [Theory]
    [InlineData("src/StreamActors.Http/Some.cs", "if (url.Scheme is \"rtmp\" or \"file\")")]
    [InlineData("src/StreamActors.Streaming/Drivers/Some.cs", "url.StartsWith(\"udp:\")")]
    [InlineData("src/StreamActors.Server/Some.cs", "const int Port = 1935;")]
    public void A_fact_that_stands_elsewhere_is_reported(string path, string line) =>
        Breaches(Tree.Of((path, line))).ShouldHaveSingleItem().ShouldStartWith($"{path}:1");

    [Theory]
    [InlineData("src/StreamActors.Domain/Addresses/Protocols.cs", "new(\"srt\", \"text\")")]
    [InlineData("src/StreamActors.Streaming/Plans/Sources.cs", "\"srt\" => new()")]
    [InlineData("src/StreamActors.Http/Some.cs", "const string Example = \"{url:srt://x}\"; // \"srt\"")]
    public void A_fact_in_its_place_is_not(string path, string line) => Breaches(Tree.Of((path, line))).ShouldBeEmpty();

    private static IEnumerable<string> Breaches(Tree tree) =>
        from found in tree.Search(tree.Under("src/", ".cs").Where(p => !Home().IsMatch(p)), Fact())
        where !found.Line.TrimStart().StartsWith("//", StringComparison.Ordinal)
        select $"{found.Where} says what the table of protocols has to say: {found.Line}";

    [GeneratedRegex("^src/StreamActors\\.(?:Domain/Addresses|Ffmpeg/(?:Ingests|Egresses|Plans|Faults)|Streaming/Plans)/",
        RegexOptions.None, 60_000)]
    private static partial Regex Home();

    [GeneratedRegex(@"^[^/]*(?:""(?:udp|rtp|srt|rtmps?|rtsp|capture)(?:""|:(?!//))|\b(?:1935|554)\b)", RegexOptions.None, 60_000)]
    private static partial Regex Fact();
}
