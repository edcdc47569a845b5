using StreamActors.Storage;

namespace StreamActors.Server;

/// <summary>Work that must go on on one node of all, made before what it works on is: it waits for that, and then runs.</summary>
internal sealed class LateReader(string name) : IFeedReader
{
    private readonly TaskCompletionSource<Func<CancellationToken, Task>> _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Name => name;

    public void Begin(Func<CancellationToken, Task> run) => _begun.TrySetResult(run);

    public async Task Run(CancellationToken stop) => await (await _begun.Task.WaitAsync(stop))(stop);
}
