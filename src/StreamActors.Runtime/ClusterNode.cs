using Akka.Actor;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using StreamActors.Kernel;

namespace StreamActors.Runtime;

/// <summary>Runs this process as a node, for a caller that does not use Akka itself.</summary>
public sealed class ClusterNode : IAsyncDisposable
{
    private readonly IHost _host;
    private readonly ActorSystem _system;

    private ClusterNode(IHost host, ActorSystem system) => (_host, _system) = (host, system);

    public IEntities Entities => _host.Services.GetRequiredService<IEntities>();

    public ITelemetry Telemetry => _host.Services.GetRequiredService<ITelemetry>();

    public ICluster Cluster => _host.Services.GetRequiredService<ICluster>();

    /// <summary>The cluster as this node sees it: JSON responses by path, some of which bootstrapping nodes request.</summary>
    public IReadOnlyDictionary<string, Func<string?>> Pages => _host.Services.GetRequiredService<AkkaRuntime>().Pages!.All; // set by Start

    /// <summary>Completes when the node ends: stopped, or downed by the others.</summary>
    public Task Ended => _system.WhenTerminated;

    /// <summary>Starts listening and joining; <see cref="Cluster"/> tells whether it is up.</summary>
    /// <exception cref="NodeNotStartedException">The address is in use, or the configuration is invalid.</exception>
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
            var system = host.Services.GetRequiredService<ActorSystem>(); // Akka's hosting would swallow the exception
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

    /// <summary>Leaves gracefully, within the grace period.</summary>
    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }

    /// <summary>The server handles signals itself.</summary>
    private sealed class Tenancy : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}

public sealed class NodeNotStartedException(string message, Exception? inner = null) : Exception(message, inner);
