using System.Globalization;

namespace StreamActors.Ffmpeg;

/// <summary>A child's resource usage from /proc. Cpu is the total since its start: callers compute rates from two readings.</summary>
public sealed record ChildUsage(TimeSpan Cpu, long ResidentBytes, long VirtualBytes, int Threads, bool IsStopped)
{
    private const double TicksASecond = 100; // USER_HZ: fixed in Linux's interface, whatever the kernel's own rate
    private const int Page = 4096;

    /// <returns>Null if the child has ended.</returns>
    public static ChildUsage? Of(Child child)
    {
        try
        {
            return child.Ended.IsCompleted ? null : Parse(File.ReadAllText($"/proc/{child.Pid}/stat"), Environment.SystemPageSize);
        }
        catch (IOException)
        {
            return null; // it ended meanwhile
        }
    }

    internal static ChildUsage? Parse(string stat, int page = Page)
    {
        // The second field is the program name in parentheses; it may itself hold spaces and parentheses.
        var fields = stat[(stat.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return fields.Length < 22
            ? null
            : new ChildUsage(
                TimeSpan.FromSeconds((Number(fields[11]) + Number(fields[12])) / TicksASecond),
                Number(fields[21]) * page,
                Number(fields[20]),
                (int)Number(fields[17]),
                fields[0] == "T"); // stopped by SIGSTOP; a debugger's stop is a lower-case t
    }

    private static long Number(string field) => long.TryParse(field, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
