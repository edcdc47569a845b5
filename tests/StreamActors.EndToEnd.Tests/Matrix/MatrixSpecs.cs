using Xunit.Abstractions;

namespace StreamActors.EndToEnd.Tests.Matrix;

public sealed class FirstMatrixSpecs(ITestOutputHelper table) : MatrixSpecs(table)
{
    public static TheoryData<string> Inputs => [.. Feed.Kinds.Where((_, n) => n % 2 == 0)];

    [Theory]
    [MemberData(nameof(Inputs))]
    public Task An_input_goes_on_air_with_every_kind_of_output(string kind) => IsOnAir(kind);
}

public sealed class SecondMatrixSpecs(ITestOutputHelper table) : MatrixSpecs(table)
{
    public static TheoryData<string> Inputs => [.. Feed.Kinds.Where((_, n) => n % 2 == 1)];

    [Theory]
    [MemberData(nameof(Inputs))]
    public Task An_input_goes_on_air_with_every_kind_of_output(string kind) => IsOnAir(kind);
}

/// <summary>Each kind of input with all kinds of outputs at once, on air between real peers; two classes, which run in parallel.</summary>
public abstract class MatrixSpecs(ITestOutputHelper table)
{
    private protected async Task IsOnAir(string kind)
    {
        await using var server = await OnAirServer.Start();
        await using var feed = await Feed.Open(kind, server, "in");
        await server.OnAir("inputs", "in", () => feed.Story);
        List<Drain> drains = [];
        try
        {
            foreach (var output in Drain.Kinds)
                drains.Add(await Drain.Open(output, server, "in"));
            List<string> faults = [];
            foreach (var drain in drains)
                await Judge(server, feed, drain, faults);
            faults.ShouldBeEmpty();
        }
        finally
        {
            foreach (var drain in drains)
                await drain.DisposeAsync();
        }
    }

    private async Task Judge(LiveServer server, Feed feed, Drain drain, List<string> faults)
    {
        try
        {
            await Eventually.Is(() => drain.HasEnough, () => "");
            await server.OnAir("outputs", drain.Id);
            table.WriteLine($"| {feed.Kind} | {drain.Kind} | {drain.Seen} |");
            if (drain.Fault is { } fault)
                faults.Add($"{feed.Kind} to {drain.Kind}: {fault}");
        }
        catch (TimeoutException)
        {
            faults.Add($"{feed.Kind} to {drain.Kind}: {await server.State("outputs", drain.Id)}, the input "
                + $"{await server.State("inputs", "in")}. {feed.Story} {server.Story}");
        }
    }
}
