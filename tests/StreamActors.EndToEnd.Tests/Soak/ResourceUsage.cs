using System.Globalization;

namespace StreamActors.EndToEnd.Tests.Soak;

/// <summary>Resources of processes, from /proc.</summary>
internal sealed record ResourceUsage(double ResidentMegabytes, int Descriptors, int Threads, int Children)
{
    /// <summary>The sum of all processes.</summary>
    public static ResourceUsage Of(IEnumerable<int> processes) => processes.Select(Of).Aggregate(
        (a, b) => new ResourceUsage(a.ResidentMegabytes + b.ResidentMegabytes, a.Descriptors + b.Descriptors, a.Threads + b.Threads,
            a.Children + b.Children));

    private static ResourceUsage Of(int process)
    {
        var status = File.ReadAllLines($"/proc/{process}/status");
        return new ResourceUsage(Number(status, "VmRSS:") / 1024, Directory.GetFiles($"/proc/{process}/fd").Length,
            (int)Number(status, "Threads:"),
            ChildrenOf(process).Count);
    }

    /// <summary>Running child processes.</summary>
    public static IReadOnlyList<int> ChildrenOf(int process) =>
    [
        .. Directory.GetDirectories("/proc").Select(Path.GetFileName).Where(name => name!.All(char.IsAsciiDigit))
            .Select(name => int.Parse(name!, CultureInfo.InvariantCulture)).Where(id => ParentOf(id) == process),
    ];

    private static int? ParentOf(int process)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{process}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return fields[0] == "Z" ? null : int.Parse(fields[1], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return null; // it has exited meanwhile
        }
    }

    private static double Number(string[] lines, string name) =>
        double.Parse(lines.Single(l => l.StartsWith(name, StringComparison.Ordinal))[name.Length..]
        .Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
}
