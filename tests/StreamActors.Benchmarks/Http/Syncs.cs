using System.Diagnostics;

namespace StreamActors.Benchmarks.Http;

/// <summary>
/// How long a disk sync takes while something else is measured: a thread overwrites and syncs a page fifty times a second. This is the
/// minimum time of a commit.
/// </summary>
internal sealed class Syncs : IAsyncDisposable
{
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(20);

    private readonly CancellationTokenSource _over = new();
    private readonly string _file = Path.Combine(Path.GetTempPath(), $"sa-syncs-{Guid.NewGuid():N}");
    private readonly Task<List<double>> _times;

    public Syncs() => _times = Task.Factory.StartNew(Run, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    public async Task<List<double>> End()
    {
        await _over.CancelAsync();
        return await _times;
    }

    public async ValueTask DisposeAsync()
    {
        await End();
        _over.Dispose();
        File.Delete(_file);
    }

    private List<double> Run()
    {
        List<double> times = [];
        var page = new byte[4096];
        using var file = File.OpenHandle(_file, FileMode.Create, FileAccess.Write);
        RandomAccess.Write(file, page, 0);
        RandomAccess.FlushToDisk(file);
        while (!_over.Token.WaitHandle.WaitOne(Every))
        {
            var begin = Stopwatch.GetTimestamp();
            RandomAccess.Write(file, page, 0);
            RandomAccess.FlushToDisk(file);
            times.Add(Stopwatch.GetElapsedTime(begin).TotalMilliseconds);
        }
        return times;
    }
}
