namespace StreamActors.Benchmarks.OnAir;

/// <summary>
/// The measures of the data plane. <c>on-air 1 2 10</c> measures those, without a number all. <c>fan</c> before the numbers
/// measures the relay and its UDP outputs alone (4, 5, 10, 11, and 1 to 3 of it) instead of the server.
/// </summary>
internal static class Numbers
{
    private static readonly Dictionary<string, Func<bool, Task>> All = new(StringComparer.Ordinal)
    {
        ["1"] = fan => FanOut.AgainstCopies(fan, 0, 1, cpu: true, memory: false),
        ["2"] = fan => FanOut.AgainstCopies(fan, 20, 2, cpu: true, memory: false),
        ["3"] = fan => FanOut.AgainstCopies(fan, 0, 3, cpu: false, memory: true),
        ["4"] = Ramp.Udp,
        ["5"] = OneInput.Run,
        ["6"] = _ => FirstPacket.Native(),
        ["7"] = _ => FirstPacket.Ffmpeg(),
        ["8"] = _ => Feeding.OneOutput(),
        ["9"] = _ => Feeding.Together(),
        ["10"] = FanOut.AgainstC,
        ["11"] = SteadyState.Run,
        ["12"] = _ => NativeOutputs.Srt(),
        ["13"] = _ => NativeOutputs.Rtmp(),
        ["14"] = fan => FanOut.AgainstCopies(fan, FanOut.DefaultHold, 14, cpu: true, memory: false),
        ["15"] = _ => NativeOutputs.Memory(),
        ["16"] = _ => Publishers.Together(),
        ["17"] = _ => Publishers.FirstPacketOut(),
        ["18"] = fan => FanOut.AgainstCopies(fan, FanOut.DefaultHold, 18, cpu: true, memory: false, frames: true),
    };

    public static async Task<int> Run(string[] arguments)
    {
        var fan = arguments is ["fan", ..];
        var asked = fan ? arguments[1..] : arguments;
        if (asked.FirstOrDefault(n => !All.ContainsKey(n)) is { } unknown)
        {
            Console.Error.WriteLine($"There is no number '{unknown}': 1 to {All.Count}.");
            return 1;
        }
        Table.Head();
        if (asked is ["1", "3"] or [])
        {
            await FanOut.AgainstCopies(fan, 0, 1, cpu: true, memory: true);
            asked = asked is [] ? [.. All.Keys.Except(["1", "3"])] : [];
        }
        foreach (var number in asked)
            await All[number](fan);
        return 0;
    }
}
