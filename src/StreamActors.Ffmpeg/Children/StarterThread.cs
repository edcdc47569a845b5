using System.Collections.Concurrent;

namespace StreamActors.Ffmpeg;

/// <summary>
/// The one thread that starts children. The kernel's parent-death signal fires when the <i>thread</i> that started a child ends, so an idle
/// thread-pool thread that ends would take its children with it.
/// </summary>
internal sealed class StarterThread : IDisposable
{
    private readonly BlockingCollection<Action> _work = [];
    private readonly TaskCompletionSource<int> _id = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Thread _thread;

    internal StarterThread()
    {
        _thread = new Thread(Run) { IsBackground = true, Name = "child starter" };
        _thread.Start();
    }

    /// <summary>The kernel's thread id.</summary>
    internal int Id => _id.Task.GetAwaiter().GetResult();

    internal Task<T> Run<T>(Func<T> work)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        _work.Add(() =>
        {
            try
            {
                done.SetResult(work());
            }
            catch (Exception exception)
            {
                done.SetException(exception);
            }
        });
        return done.Task;
    }

    public void Dispose()
    {
        _work.CompleteAdding();
        _thread.Join();
        _work.Dispose();
    }

    private void Run()
    {
        _id.SetResult(Libc.ThreadId());
        foreach (var work in _work.GetConsumingEnumerable())
            work();
    }
}
