using Microsoft.Extensions.Hosting;

namespace StreamActors.Runtime;

/// <summary>For a host within the server, which handles signals itself: one during the start would be lost.</summary>
public sealed class NoHostLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
