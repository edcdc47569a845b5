using StreamActors.Testing.Peers;

namespace StreamActors.Benchmarks.OnAir;

/// <summary>Number 5: the cost of one UDP input without readers, compared with the idle process.</summary>
internal static class OneInput
{
    private const int Rounds = 5;

    /// <summary>Until the runtime has compiled the hot code.</summary>
    private static readonly TimeSpan Warm = TimeSpan.FromSeconds(20);

    public static async Task Run(bool fan)
    {
        List<double> idle = [], busy = [];
        for (var n = 0; n < Rounds; n++)
        {
            await using var subject = FanOut.Ours(fan, 0);
            var input = Ports.Udp();
            // An input without a sender is not idle: it is retried again and again.
            var server = subject as ServerRelay;
            if (server is not null)
                await server.Up();
            else
                await subject.Start(input, Ports.Udp(), 0);
            await Round.Pass(Warm);
            idle.Add(await Cost(subject));
            if (server is not null)
                await server.Server.Input("bench", $"udp://127.0.0.1:{input}");
            await using var sender = await MediaTools.Sender(input);
            await Round.Pass(Warm);
            busy.Add(await Cost(subject));
            Table.Aside($"round {n + 1}: {Table.Show(idle[^1], "0.0000")} core idle, {Table.Show(busy[^1], "0.0000")} with the input");
        }
        var more = busy.Zip(idle, (b, i) => b - i).ToList();
        Table.Row(5, "one 4 Mbit/s UDP input: cores above the idle process", "0.02", "0.01", Table.Show(Table.Median(more), "0.0000"),
            $"idle {Table.List(idle, "0.0000")}; with it {Table.List(busy, "0.0000")}");
    }

    private static async Task<double> Cost(Subject subject)
    {
        var (cpu, at) = (Gauge.Cpu(subject.Ids), TimeProvider.System.GetTimestamp());
        await Round.Pass(Round.Length);
        return (Gauge.Cpu(subject.Ids) - cpu) / TimeProvider.System.GetElapsedTime(at).TotalSeconds;
    }
}
