using System.Globalization;

namespace StreamActors.Benchmarks.OnAir;

/// <summary>CPU and memory of processes, from /proc: never by the wall clock.</summary>
internal static class Gauge
{
    private const double TicksPerSecond = 100; // sysconf(_SC_CLK_TCK) on today's Linux

    /// <summary>Seconds of CPU, user and system, of these processes without their children.</summary>
    public static double Cpu(IEnumerable<int> processes) => processes.Sum(Cpu);

    public static double Cpu(int process)
    {
        var stat = File.ReadAllText($"/proc/{process}/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return (double.Parse(fields[11], CultureInfo.InvariantCulture)
            + double.Parse(fields[12], CultureInfo.InvariantCulture)) / TicksPerSecond;
    }

    /// <summary>Megabytes; shared memory counts proportionally.</summary>
    public static double Memory(IEnumerable<int> processes) => processes.Sum(p => Kilobytes(p, "Pss:")) / 1024.0;

    /// <summary>Datagrams that the kernel dropped at these ports because they were not read in time.</summary>
    public static long Drops(int firstPort, int count) =>
        File.ReadLines("/proc/net/udp").Skip(1).Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(row => int.Parse(row[1][(row[1].IndexOf(':', StringComparison.Ordinal) + 1)..], NumberStyles.HexNumber,
            CultureInfo.InvariantCulture) is var port && port >= firstPort && port < firstPort + count)
            .Sum(row => long.Parse(row[^1], CultureInfo.InvariantCulture));

    public static int Children(int process) =>
        Directory.EnumerateDirectories($"/proc/{process}/task").Sum(task => File.ReadAllText(Path.Combine(task, "children"))
            .Split(' ', StringSplitOptions.RemoveEmptyEntries).Length);

    private static long Kilobytes(int process, string name) =>
        File.ReadLines($"/proc/{process}/smaps_rollup").Where(line => line.StartsWith(name, StringComparison.Ordinal))
            .Sum(line => long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture));
}
