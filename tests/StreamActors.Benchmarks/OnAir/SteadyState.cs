using System.Globalization;
using System.Runtime.InteropServices;
using StreamActors.Testing.Peers;

namespace StreamActors.Benchmarks.OnAir;

/// <summary>Number 11: the allocations of a hundred UDP outputs in a minute, once everything is warm.</summary>
internal static class SteadyState
{
    private const int Outputs = 100;

    /// <summary>Until the ring is full, and its pages have survived the one collection that allocating them triggers.</summary>
    private static readonly TimeSpan Warming = TimeSpan.FromSeconds(90);

    public static async Task Run(bool fan)
    {
        var (output, input) = (Ports.UdpRow(Outputs), Ports.Udp());
        await using var sink = await Sink.Start(output, Outputs);
        using var folder = new Scratch();
        await using var subject = FanOut.Ours(fan, 0);
        if (!fan)
            CollectionLog.Put(folder.At("collections"));
        await subject.Start(input, output, Outputs);
        CollectionLog.Put(null);
        await using var sender = await MediaTools.Sender(input);
        await sink.AllReceive(() => subject.Story);
        await Round.Pass(Warming);
        var before = await Look(subject, folder, 1);
        await sink.Ask();
        await Round.Pass(TimeSpan.FromSeconds(60));
        var after = await Look(subject, folder, 2);
        var seen = await sink.Ask();
        // Our relay reports since the last query; the server's log counts from its start.
        var more = fan ? after : [.. after.Zip(before, (a, b) => a - b)];
        Table.Row(11, $"steady state of {Outputs} UDP outputs for 60 s: collections of generation 1; bytes allocated for each datagram in",
            "0", "nothing",
            $"{more[1]}; {Table.Show(more[3] / (60 * MediaTools.DatagramsPerSecond), "0.0")}",
            $"generations 0, 1, 2: {more[0]}, {more[1]}, {more[2]}; {more[3]} bytes; {seen.Errors} continuity errors");
    }

    private static async Task<long[]> Look(Subject subject, Scratch folder, int question)
    {
        var words = subject is FanProcess alone ? (await alone.Memory(question)).Split(": ")[1]
            : await Told(subject.Ids[0], folder.At("collections"), question);
        return [.. words.Split(' ').Select(w => long.Parse(w, CultureInfo.InvariantCulture))];
    }

    private static async Task<string> Told(int process, string log, int question)
    {
        CollectionLog.Ask(process);
        await Eventually.Is(() => File.Exists(log) && File.ReadLines(log).Count() >= question,
            () => "The server does not tell its collections.");
        return (await File.ReadAllLinesAsync(log))[question - 1];
    }
}

/// <summary>
/// How a server without benchmark code reports its collections: this assembly is its start-up hook, and writes a line at each SIGUSR1.
/// </summary>
internal static class CollectionLog
{
    public const string Variable = "BENCH_COLLECTIONS";
    public const int UserSignal = 10;

    /// <summary>For servers started from now on.</summary>
    public static void Put(string? log)
    {
        Environment.SetEnvironmentVariable(Variable, log);
        Environment.SetEnvironmentVariable("DOTNET_STARTUP_HOOKS",
            log is null ? null : Path.Combine(AppContext.BaseDirectory, "StreamActors.Benchmarks.dll"));
    }

    public static void Ask(int process) => _ = Kill(process, UserSignal);

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int process, int signal);
}
