using StreamActors.Testing.Peers;

namespace StreamActors.Benchmarks.OnAir;

/// <summary>Numbers 8 and 9: FFmpeg outputs to an nginx that only counts.</summary>
internal static class Feeding
{
    private const int Outputs = 20;
    private static readonly int[] Steps = [50, 75, 100, 125, 150];

    public static async Task OneOutput()
    {
        List<double> each = [];
        for (var n = 0; n < 5; n++)
        {
            await using var relay = await FirstPacket.Running();
            await using var nginx = await NginxRtmp.Start();
            await Round.Pass(TimeSpan.FromSeconds(5));
            var alone = await Cost(relay.Server);
            await Publish(relay.Server.Server, nginx, 0, Outputs);
            await Round.Pass(TimeSpan.FromSeconds(10)); // progress is requested less often once it is proven
            each.Add((await Cost(relay.Server) - alone) / Outputs * 100);
            Table.Aside(
                $"round {n + 1}: {Table.Show(alone, "0.0000")} core with the input alone, {Table.Show(each[^1], "0.000")} % for each output");
        }
        Table.Row(8, $"server CPU to feed one FFmpeg output on stdin ({Outputs} at once), % of a core", "0.3", "0.1",
            Table.Show(Table.Median(each), "0.000"), Table.List(each));
    }

    public static async Task Together()
    {
        await using var relay = await FirstPacket.Running();
        await using var nginx = await NginxRtmp.Start();
        var (held, there, words) = (0, 0, new List<string>());
        foreach (var step in Steps)
        {
            await Publish(relay.Server.Server, nginx, there, step);
            there = step;
            await Round.Pass(TimeSpan.FromSeconds(10));
            var (before, cpu, at) = (await NativeOutputs.Bytes(nginx), Gauge.Cpu(relay.Server.Ids), TimeProvider.System.GetTimestamp());
            await Round.Pass(Round.Length);
            var seconds = TimeProvider.System.GetElapsedTime(at).TotalSeconds;
            var after = await NativeOutputs.Bytes(nginx);
            var rates = NativeOutputs.Rates(before, after, seconds);
            // The clip's video and audio without the padding of the transport stream.
            var late = rates.Count(rate => rate < Table.Median(rates) * 0.95);
            var faults = (await relay.Server.Server.Read("workloads?size=500")).GetRawText().Split("\"on-air\"").Length - 1 - 1;
            var good = rates.Count == step && late == 0 && faults == step && Table.Median(rates) > 3.3;
            words.Add($"{step}: {rates.Count} streams, median {Table.Show(Table.Median(rates), "0.00")} Mbit/s, {late} late, {faults} "
                + $"on air, server {Table.Show((Gauge.Cpu(relay.Server.Ids) - cpu) / seconds, "0.000")} core");
            Table.Aside(words[^1]);
            held = good ? step : held;
            if (!good)
                break;
        }
        Table.Row(9, "FFmpeg outputs (copy to RTMP) held in real time together", "100", "150", Table.Show(held), string.Join("; ", words));
    }

    private static async Task Publish(LiveServer server, NginxRtmp nginx, int from, int to)
    {
        for (var n = from; n < to; n++)
            await server.Output($"r{n}", "bench", nginx.Url("takes"), ("!key", $"r{n}"));
        await Eventually.Is(async () => (await NativeOutputs.Bytes(nginx)).Count == to, () => $"Not all of {to} are published. {server.Story}",
            TimeSpan.FromMinutes(3));
    }

    private static async Task<double> Cost(ServerRelay server)
    {
        var (cpu, at) = (Gauge.Cpu(server.Ids), TimeProvider.System.GetTimestamp());
        await Round.Pass(Round.Length);
        return (Gauge.Cpu(server.Ids) - cpu) / TimeProvider.System.GetElapsedTime(at).TotalSeconds;
    }
}
