using System.Globalization;
using StreamActors.Testing.Peers;

namespace StreamActors.Benchmarks.OnAir;

/// <summary>One measurement: the share of a core, the memory, and why it is invalid, if it is.</summary>
internal sealed record Round(double Cores, double Megabytes, string? Void)
{
    public static readonly TimeSpan Length = TimeSpan.FromSeconds(20);

    /// <summary>Until nothing is compiled any more.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(20);

    /// <summary>A fresh subject, the clip in real time, receivers that check every counter; measured once all outputs receive.</summary>
    public static async Task<Round> Of(Subject subject, int outputs, int burst = 1)
    {
        await using var _ = subject;
        var (output, inputs) = (Ports.UdpRow(outputs), subject.Inputs(outputs));
        var input = Ports.UdpRow(inputs);
        await using var sink = await Sink.Start(output, outputs);
        await subject.Start(input, output, outputs);
        await using var sender = await MediaTools.Sender(input, inputs, burst);
        await sink.AllReceive(() => subject.Story);
        await Pass(Settling);
        return await Measure(subject, sink, input, inputs);
    }

    public static async Task Pass(TimeSpan time)
    {
        using var timer = new PeriodicTimer(time);
        await timer.WaitForNextTickAsync();
    }

    private static async Task<Round> Measure(Subject subject, Sink sink, int input, int inputs)
    {
        var dropped = Gauge.Drops(input, inputs);
        var before = await sink.Ask();
        var (cpu, at) = (Gauge.Cpu(subject.Ids), TimeProvider.System.GetTimestamp());
        await Pass(Length);
        cpu = Gauge.Cpu(subject.Ids) - cpu;
        var wall = TimeProvider.System.GetElapsedTime(at).TotalSeconds;
        var seen = await sink.Ask();
        var due = (seen.At - before.At) * MediaTools.DatagramsPerSecond;
        return new Round(cpu / wall, Gauge.Memory(subject.Ids), Fault(subject, seen, due, Gauge.Drops(input, inputs) - dropped));
    }

    private static string? Fault(Subject subject, Seen seen, double due, long dropped) =>
        seen.Errors + seen.Broken > 0 ? $"{seen.Errors} continuity errors, {seen.Broken} broken packets"
        : seen.Dropped > 0 ? $"the receivers lost {seen.Dropped} datagrams"
        : dropped > 0 ? $"{dropped} datagrams were lost on the way in"
        : seen.Least < seen.Most * 0.98 ? $"from {seen.Least} to {seen.Most} datagrams at the receivers"
        : subject.PassesOnAll && seen.Least < due * 0.99
        ? string.Create(CultureInfo.InvariantCulture, $"{seen.Least} datagrams of {due:F0}")
        : subject.Complaint;
}
