using System.Globalization;
using Xunit.Abstractions;

namespace StreamActors.EndToEnd.Tests.Soak;

/// <summary>
/// Many streams with a random fault every second, for half a minute; or for STREAMACTORS_SOAK minutes at full size, with one every five
/// seconds. Afterwards everything is on air, and nothing has leaked.
/// </summary>
public sealed class SoakSpecs(ITestOutputHelper output)
{
    private static readonly double Minutes =
        double.Parse(Environment.GetEnvironmentVariable("STREAMACTORS_SOAK") ?? "0.5", CultureInfo.InvariantCulture);
    private static readonly bool Full = Environment.GetEnvironmentVariable("STREAMACTORS_SOAK") is not null;

    // A server that has just started still compiles and fills its buffers; memory before that says nothing about a leak.
    private static readonly int FaultsToWarm = Full ? 60 : 15;

    [Fact]
    public async Task After_many_faults_everything_is_on_air_and_nothing_is_left_behind()
    {
        await using var soakSetup = await SoakSetup.Open(inputs: Full ? 20 : 3, native: Full ? 70 : 6, ffmpeg: Full ? 30 : 3);
        await soakSetup.AllOnAir();
        var faults = new Faults(soakSetup, seed: 2026);
        using var over = new CancellationTokenSource(TimeSpan.FromMinutes(Minutes));
        using var every = new PeriodicTimer(TimeSpan.FromSeconds(Full ? 5 : 1));
        ResourceUsage? warm = null;
        for (var n = 0; warm is null || !over.IsCancellationRequested; n++)
        {
            await every.WaitForNextTickAsync(CancellationToken.None);
            await faults.One();
            if (n % 12 == 0)
                output.WriteLine($"{n} faults: {ResourceUsage.Of(soakSetup.Server.Ids)}");
            if (n == FaultsToWarm)
                warm = ResourceUsage.Of(soakSetup.Server.Ids);
        }
        await faults.Mend();
        await soakSetup.AllOnAir();
        await soakSetup.NothingLost(output.WriteLine);

        var end = ResourceUsage.Of(soakSetup.Server.Ids);
        await Eventually.Is(() => (end = ResourceUsage.Of(soakSetup.Server.Ids)).Children == soakSetup.FfmpegOutputs,
            () => $"{end}: an FFmpeg too many is an orphan");
        output.WriteLine($"{faults.Count} faults ({faults.Words}); after warming {warm}; at the end {end}");
        end.Descriptors.ShouldBeLessThanOrEqualTo(warm.Descriptors + 40);
        end.ResidentMegabytes.ShouldBeLessThanOrEqualTo((warm.ResidentMegabytes * 1.3) + 30);
        end.Threads.ShouldBeLessThanOrEqualTo(warm.Threads + 20);
    }
}
