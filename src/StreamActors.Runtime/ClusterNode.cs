using Akka.Actor;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using StreamActors.Kernel;

namespace StreamActors.Runtime;

/// <summary>This process as a node, for a house that knows nothing of Akka.</summary>
public sealed class ClusterNode : IAsyncDisposable
{
    private readonly IHost _host;
    private readonly ActorSystem _system;

    private ClusterNode(IHost host, ActorSystem system) => (_host, _system) = (host, system);

    public IEntities Entities => _host.Services.GetRequiredService<IEntities>();

    public ITelemetry Telemetry => _host.Services.GetRequiredService<ITelemetry>();

    public ICluster Cluster => _host.Services.GetRequiredService<ICluster>();

    /// <summary>The cluster as this node sees it: what answers a GET, in JSON, by its path. Bootstraps of other nodes ask for some of it.</summary>
    public IReadOnlyDictionary<string, Func<string?>> Pages => _host.Services.GetRequiredService<AkkaRuntime>().Pages!.All; // started: Start has seen to it

    /// <summary>Ends with the node: it was stopped, or the others went on without it.</summary>
    public Task Ended => _system.WhenTerminated;

    /// <summary>Listens and begins to join; whether it is up already, <see cref="Cluster"/> says.</summary>
    /// <exception cref="NodeNotStartedException">The address is taken, or the configuration is not Akka's.</exception>
    public static async Task<ClusterNode> Start(AkkaRuntimeOptions options, IJournal journal, ITimeline timeline, TimeProvider clock, ILoggerFactory logs, TimeSpan grace)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.AddSingleton(journal).AddSingleton(timeline).AddSingleton(clock).AddSingleton(logs);
        builder.Services.AddSingleton<IHostLifetime, Tenancy>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = grace);
        builder.Services.AddAkkaRuntime(options);
        var host = builder.Build();
        try
        {
            var system = host.Services.GetRequiredService<ActorSystem>(); // Akka's hosting would swallow why it could not be made
            await host.StartAsync();
            return host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.IsCancellationRequested
                ? throw new NodeNotStartedException("The node's actors could not be started; the log says why.")
                : new ClusterNode(host, system);
        }
        catch (Exception failure)
        {
            host.Dispose();
            throw failure as NodeNotStartedException ?? new NodeNotStartedException(failure.GetBaseException().Message, failure);
        }
    }

    /// <summary>Leaves in good order, for as long as the grace lasts.</summary>
    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }

    /// <summary>The house has its own way to hear of signals.</summary>
    private sealed class Tenancy : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}

public sealed class NodeNotStartedException(string message, Exception? inner = null) : Exception(message, inner);
