using System.Globalization;

namespace StreamActors.Cli.Tests;

/// <summary>Runs the script beside this file on its own server.</summary>
public sealed class DaySpecs(ConsoleFixture consoleFixture) : IClassFixture<ConsoleFixture>
{
    [Fact]
    public async Task A_day_in_an_operator_s_life_needs_the_console_only()
    {
        var console = consoleFixture.Console;
        console.Environment["STUDIO"] = Ports.Udp().ToString(CultureInfo.InvariantCulture);
        console.Environment["PARTNER"] = Ports.Udp().ToString(CultureInfo.InvariantCulture);
        console.Environment["CLOSED"] = Ports.Udp().ToString(CultureInfo.InvariantCulture);
        var said = await console.Start("bash", [Path.Combine(AppContext.BaseDirectory, "day.sh")]);
        said.Code.ShouldBe(0, $"\n{said.Output}\n{said.Errors}\n{consoleFixture.Server.Story}");
        said.Output.ShouldEndWith("## Done.\n");
    }
}
