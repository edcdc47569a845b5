using System.Globalization;

namespace StreamActors.Http;

/// <summary>Metrics of this process and this machine, from /proc.</summary>
internal static class ProcFigures
{
    private const double TicksPerSecond = 100; // USER_HZ, the same on every Linux that .NET supports

    public static void Write(PrometheusText text)
    {
        var stat = File.ReadAllText("/proc/self/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        text.Counter("process_cpu_seconds_total", "CPU time of this process, its FFmpeg children not included.",
            (Number(fields[11]) + Number(fields[12])) / TicksPerSecond)
            .Gauge("process_resident_memory_bytes", "Resident memory of this process.", Environment.WorkingSet)
            .Gauge("process_open_fds", "Open file descriptors of this process.",
            Directory.EnumerateFileSystemEntries("/proc/self/fd").Count())
            .Gauge("dotnet_gc_heap_bytes", "Managed heap of this process.", GC.GetTotalMemory(forceFullCollection: false));

        string[] modes = ["user", "nice", "system", "idle", "iowait", "irq", "softirq", "steal"];
        var cpu = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        foreach (var (mode, n) in modes.Select((m, n) => (m, n)))
            text.Counter("streamactors_host_cpu_seconds_total", "CPU time of this machine, by mode.", Number(cpu[n + 1]) / TicksPerSecond,
                ("mode", mode));
        foreach (var line in File.ReadLines("/proc/meminfo")
            .Where(l => l.StartsWith("MemTotal:", StringComparison.Ordinal) || l.StartsWith("MemAvailable:", StringComparison.Ordinal)))
            text.Gauge("streamactors_host_memory_bytes", "Memory of this machine.",
                Number(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]) * 1024,
                ("part", line.StartsWith("MemTotal", StringComparison.Ordinal) ? "total" : "available"));
        foreach (var line in File.ReadLines("/proc/net/dev").Skip(2).Select(l => l.Split([':', ' '], StringSplitOptions.RemoveEmptyEntries))
            .Where(f => f[0] != "lo"))
        {
            text.Counter("streamactors_host_network_bytes_total", "Bytes over the network interfaces of this machine.", Number(line[1]),
                ("interface", line[0]), ("direction", "in"));
            text.Counter("streamactors_host_network_bytes_total", "Bytes over the network interfaces of this machine.", Number(line[9]),
                ("interface", line[0]), ("direction", "out"));
        }
    }

    public static void WriteDisk(PrometheusText text, string folder)
    {
        var disk = new DriveInfo(folder);
        text.Gauge("streamactors_host_disk_bytes", "Space of the disk that holds the data folder.", disk.TotalSize, ("part", "total"))
            .Gauge("streamactors_host_disk_bytes", "Space of the disk that holds the data folder.", disk.AvailableFreeSpace,
            ("part", "available"));
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
