using System.Globalization;
using StreamActors.Testing;

namespace StreamActors.Benchmarks;

/// <summary>Two healthy nodes while all cores are busy with other work: neither may be downed.</summary>
internal static class FalseDowns
{
    private static readonly TimeSpan Time =
        TimeSpan.FromMinutes(double.Parse(Environment.GetEnvironmentVariable("MINUTES") ?? "30", CultureInfo.InvariantCulture));

    public static async Task Run()
    {
        var connection = await (await PostgresServer.Shared()).NewDatabase();
        await using var one = await MemberProcess.Start("one", connection);
        await using var two = await MemberProcess.Start("two", connection, one);
        one.Tell("light 1000");
        await Pace.Until(() => one.HasLit && one.Awake + two.Awake == 1000);
        await Pace.Until(() => one.Members.Length == 2 && two.Members.Length == 2);
        var (unreachable, downs) = (0, 0);
        foreach (var member in new[] { one, two })
        {
            member.MembersChanged = seen =>
            {
                Console.WriteLine($"| … {DateTime.UtcNow:HH:mm:ss} {member.Name} sees | {seen} |");
                if (seen.Contains("unreachable", StringComparison.Ordinal))
                    Interlocked.Increment(ref unreachable);
                if (!seen.Contains(' ', StringComparison.Ordinal))
                    Interlocked.Increment(ref downs);
            };
        }
        using var over = new CancellationTokenSource(Time);
        var spinning = Enumerable.Range(0, Environment.ProcessorCount).Select(_ => Task.Factory.StartNew(
            () => { while (!over.IsCancellationRequested) Thread.SpinWait(1000); }, CancellationToken.None, TaskCreationOptions.LongRunning,
            TaskScheduler.Default)).ToList();
        await Task.WhenAll(spinning);
        Console.WriteLine(
            $"| two nodes, 1,000 entities, all cores busy for {Time.TotalMinutes:N0} minutes: times one seemed lost; times one was "
                + $"given up; ended | {unreachable}; {downs}; {(one.HasEnded ? 1 : 0) + (two.HasEnded ? 1 : 0)} |");
    }
}
