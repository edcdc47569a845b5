namespace StreamActors.Benchmarks.OnAir;

/// <summary>Number 4: how many UDP outputs one relay thread can serve in real time without losing a datagram.</summary>
internal static class Ramp
{
    private static readonly int[] Steps = [500, 1000, 1500, 2000];

    public static async Task Udp(bool fan)
    {
        // The kernel buffers a few megabytes per socket: with thousands of sockets the receivers lose datagrams first.
        var (held, words) = (0, new List<string>());
        // An input of the server has a thousand outputs at most.
        foreach (var (hold, step) in from hold in (int[])[0, 20] from step in Steps where fan || step <= 1000 select (hold, step))
        {
            var round = await Round.Of(FanOut.Ours(fan, hold), step);
            words.Add($"{step}{(hold > 0 ? $" within {hold} ms" : "")}: {Table.Show(round.Cores, "0.00")} "
                + $"core{(round.Void is null ? "" : $", {round.Void}")}");
            Table.Aside(words[^1]);
            if (round.Void is null)
                held = Math.Max(held, step);
        }
        Table.Row(4, "UDP outputs in real time with no loss, one relay thread", "500", "2,000", Table.Show(held), string.Join("; ", words));
    }
}
