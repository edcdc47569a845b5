using System.Text;
using System.Text.Json;

namespace StreamActors.Cli.Tests;

/// <summary><c>help protocols</c> works without a server.</summary>
public sealed class ProtocolHelpSpecs
{
    [Fact]
    public void All_are_listed()
    {
        var said = Say(80, "help", "protocols").Output;
        foreach (var name in ProtocolHelp.Names)
            said.ShouldContain($"\n  {name} ");
        said.ShouldContain("streamactors help protocols NAME");
    }

    [Fact]
    public void One_is_told_with_forms_options_secrets_and_an_example()
    {
        var said = Say(80, "help", "protocols", "srt").Output;
        said.ShouldContain("srt as an input\n");
        said.ShouldContain("srt as an output\n");
        said.ShouldContain("\n    srt://HOST:PORT\n");
        said.ShouldContain("\n    latency-ms  ");
        said.ShouldContain("Values: a whole number from 20 to 8000 (ms)\n");
        said.ShouldContain("\n    passphrase  ");
        said.ShouldContain("\n    streamactors inputs create studio --url srt://encoder.example:9000");
    }

    [Theory]
    [InlineData(30)]
    [InlineData(80)]
    public void No_line_is_wider_than_the_terminal_but_for_a_word_that_is(int columns)
    {
        foreach (var words in ProtocolHelp.Names.Select(n => (string[])["help", "protocols", n]).Append(["help", "protocols"]))
        {
            foreach (var line in Say(columns, words).Output.Split('\n'))
                (line.Length <= columns || IsOneWord(line) || IsCommand(line)).ShouldBeTrue(line);
        }
    }

    [Fact]
    public void Programs_get_what_the_server_would_answer() =>
        JsonDocument.Parse(Say(80, "help", "protocols", "udp", "--json").Output).RootElement.GetProperty("name").GetString()
        .ShouldBe("udp");

    [Fact]
    public void An_unknown_one_is_told_the_known_ones()
    {
        var said = Say(80, "help", "protocols", "hls");
        said.Code.ShouldBe(ExitCode.NotFound);
        said.Errors.ShouldStartWith("streamactors: There is no protocol 'hls'.\n  Protocols: udp, rtp, srt, ");
    }

    [Fact]
    public void Names_are_completed()
    {
        Say(80, "complete", "--", "help", "prot").Output.ShouldBe("protocols\n");
        Say(80, "complete", "--", "help", "protocols", "s").Output.ShouldBe("srt\n");
    }

    [Fact]
    public void A_long_command_goes_on_before_an_option() =>
        Paragraph.Command("streamactors inputs create a --url udp://:5004 --on", 2, 40)
        .ShouldBe(["  streamactors inputs create a \\", "    --url udp://:5004 --on"]);

    private static bool IsCommand(string line) =>
        line.TrimStart().StartsWith("streamactors ", StringComparison.Ordinal) || line.Contains("--", StringComparison.Ordinal);

    private static bool IsOneWord(string line) => !line.Trim().Contains(' ', StringComparison.Ordinal);

    private static (ExitCode Code, string Output, string Errors) Say(int columns, params string[] words)
    {
        using var output = new MemoryStream();
        using var errors = new MemoryStream();
        var terminal = new Terminal(output, errors, _ => null) { IsTerminal = false, IsTyped = false, Columns = () => columns };
        var code = Commands.Run(words, terminal);
        return (code, Encoding.UTF8.GetString(output.ToArray()), Encoding.UTF8.GetString(errors.ToArray()));
    }
}
