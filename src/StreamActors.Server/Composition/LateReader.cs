using StreamActors.Storage;

namespace StreamActors.Server;

/// <summary>Work that runs on one node of the cluster. Created before its dependencies; waits for them, then runs.</summary>
internal sealed class LateReader(string name) : IFeedReader
{
    private readonly TaskCompletionSource<Func<CancellationToken, Task>> _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Name => name;

    public void Begin(Func<CancellationToken, Task> run) => _begun.TrySetResult(run);

    public async Task Run(CancellationToken stop) => await (await _begun.Task.WaitAsync(stop))(stop);
}
