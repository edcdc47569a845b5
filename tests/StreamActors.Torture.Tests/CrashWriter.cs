using System.Collections.Concurrent;

namespace StreamActors.Torture.Tests;

/// <summary>
/// Writers on 200 ids, each with unique marks. An unanswered command is retried with the same id, as any careful client does. Kills come
/// after a random number of replies: no clock is involved.
/// </summary>
internal sealed class CrashWriter(string[] arguments, Random chance)
{
    public const int Ids = 200;

    private readonly int[] _next = new int[Ids];

    /// <summary>Every mark that was acknowledged.</summary>
    public ConcurrentDictionary<string, byte> Acknowledged { get; } = new(StringComparer.Ordinal);

    /// <summary>Replies that were neither an acknowledgement nor a request to retry.</summary>
    public ConcurrentBag<string> Strange { get; } = [];

    /// <param name="disturb">Called once, in the middle of the run.</param>
    public async Task Round(int answers, Func<ServerUnderTest, Task> disturb)
    {
        using var serverUnderTest = ServerUnderTest.Start(arguments);
        await serverUnderTest.Ready;
        var left = answers;
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var ended = new CancellationTokenSource();
        var writers = Enumerable.Range(0, Ids).Select(id => Task.Run(async () =>
        {
            while (!ended.IsCancellationRequested)
            {
                var mark = $"m-{id}-{_next[id]}";
                var reply = await serverUnderTest.Ask($"s{id}", mark);
                if (reply is null)
                    return;
                if (reply == "Done")
                {
                    Acknowledged.TryAdd(mark, 0);
                    _next[id]++;
                }
                else if (reply is not ("Unknown" or "NotStored" or "Busy" or "Crashed"))
                {
                    Strange.Add($"{mark}: {reply}");
                }
                if (Interlocked.Decrement(ref left) == 0)
                    reached.TrySetResult();
            }
        })).ToArray();
        var writing = Task.WhenAll(writers);
        await Task.WhenAny(reached.Task, writing);
        await disturb(serverUnderTest);
        await ended.CancelAsync();
        await writing;
    }

    public Task KilledAtRandom() => Round(chance.Next(1, 3000), async serverUnderTest =>
    {
        serverUnderTest.Kill();
        await serverUnderTest.Ended();
    });

    /// <summary>Every id accepts one more mark: none is stuck. Once everything is copied, the process stops cleanly.</summary>
    public async Task EveryIdStillAnswers()
    {
        using var serverUnderTest = ServerUnderTest.Start(arguments);
        await serverUnderTest.Ready;
        await Parallel.ForAsync(0, Ids, async (id, stop) =>
        {
            var mark = $"m-{id}-{_next[id]}";
            string? reply;
            do
                reply = await serverUnderTest.Ask($"s{id}", mark);
            while (reply == "Busy");
            reply.ShouldBe("Done");
            Acknowledged.TryAdd(mark, 0);
        });
        (await serverUnderTest.Ask("-", "drained")).ShouldBe("Done");
        await serverUnderTest.Stop();
    }
}
