namespace StreamActors.Benchmarks.OnAir;

/// <summary>Numbers 1, 2, 3, 10, 14 and 18: a hundred UDP outputs of one input.</summary>
internal static class FanOut
{
    /// <summary>Milliseconds, of an output that does not say.</summary>
    public const int DefaultHold = 1;

    /// <summary>The datagrams of a frame, at 4 Mbit/s and 25 frames a second: an encoder sends them at once.</summary>
    private const int Frame = 15;

    private const int Outputs = 100;

    public static async Task AgainstCopies(bool fan, int hold, int number, bool cpu, bool memory, bool frames = false)
    {
        var rounds = await Comparison.Run(() => new Copies(), () => Ours(fan, hold), Outputs,
            (subject, outputs) => Round.Of(subject, outputs, frames ? Frame : 1));
        if (cpu)
        {
            var (median, words) = rounds.Ratio(r => r.Cores, "0.000");
            var (must, aim) = hold switch { 0 => ("5x", "7x"), DefaultHold => ("7x", "10x"), _ => ("10x", "18x") };
            var what = $"{(hold == 0 ? ", no added delay" : $", `max-hold` {hold} ms")}{(frames ? ", frame by frame" : "")}";
            Table.Row(number, $"{Outputs} UDP outputs{what}: CPU of {Outputs} `ffmpeg -c copy` / ours", must, aim,
                $"{Table.Show(median, "0.0")}x", words);
        }
        if (memory)
        {
            var (median, words) = rounds.Ratio(r => r.Megabytes, "0");
            Table.Row(3, $"{Outputs} UDP outputs: PSS of {Outputs} ffmpeg / PSS of ours, MB", "15x", "30x", $"{Table.Show(median, "0.0")}x",
                words);
        }
    }

    public static async Task AgainstC(bool fan)
    {
        var rounds = await Comparison.Run(() => Ours(fan, 0), () => new CRelay(0), Outputs);
        var (median, words) = rounds.Ratio(r => r.Cores, "0.0000");
        Table.Row(10, $"{Outputs} UDP outputs: CPU of ours / the C relay, same system calls", "1.5x", "1.15x",
            $"{Table.Show(median, "0.00")}x", words);
    }

    public static Subject Ours(bool fan, int hold) => fan ? new FanProcess(hold) : new ServerRelay(hold);
}
