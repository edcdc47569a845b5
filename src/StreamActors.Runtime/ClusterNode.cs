using Akka.Actor;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using StreamActors.Kernel;

namespace StreamActors.Runtime;

/// <summary>Runs this process as a node, for a caller that does not use Akka itself.</summary>
public sealed class ClusterNode : IAsyncDisposable
{
    private readonly AkkaRuntimeOptions _options;
    private readonly AkkaRuntime _runtime;
    private readonly ILoggerFactory _logs;
    private readonly TimeSpan _grace;
    private IHost? _host;
    private ActorSystem? _system;

    public ClusterNode(
        AkkaRuntimeOptions options, IJournal journal, ITimeline timeline, TimeProvider clock, ILoggerFactory logs, TimeSpan grace)
    {
        (_options, _logs, _grace) = (options, logs, grace);
        _runtime = new AkkaRuntime(options, journal, timeline, clock, logs.CreateLogger<AkkaRuntime>());
    }

    public IEntities Entities => _runtime.Entities;

    public ITelemetry Telemetry => _runtime.Telemetry;

    public ICluster Cluster => _runtime.Cluster;

    /// <summary>
    /// The cluster as this node sees it: what answers a GET, in JSON, by its path. Bootstraps of other nodes ask for some of it.
    /// </summary>
    public IReadOnlyDictionary<string, Func<string?>> Pages => _runtime.Pages?.All ?? throw NotStarted();

    /// <summary>Ends with the node: it was stopped, or the others went on without it.</summary>
    public Task Ended => _system?.WhenTerminated ?? throw NotStarted();

    /// <summary>For a program whose kinds are there before the node is.</summary>
    public static async Task<ClusterNode> Start(
        AkkaRuntimeOptions options, IJournal journal, ITimeline timeline, TimeProvider clock, ILoggerFactory logs, TimeSpan grace)
    {
        var node = new ClusterNode(options, journal, timeline, clock, logs, grace);
        await node.Start(options.Kinds, options.Handover);
        return node;
    }

    /// <summary>Listens and begins to join; <see cref="Cluster"/> shows when it is up.</summary>
    /// <exception cref="NodeNotStartedException">The address is taken, or the configuration is not Akka's.</exception>
    public async Task Start(IReadOnlyList<EntityKind> kinds, ILeaseHandover? handover)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.AddSingleton(_logs);
        builder.Services.AddSingleton<IHostLifetime, NoHostLifetime>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = _grace);
        builder.Services.AddAkka(_options.System, (akka, _) => _runtime.Compose(akka, kinds, handover));
        var host = builder.Build();
        try
        {
            _system = host.Services.GetRequiredService<ActorSystem>(); // Akka's hosting would swallow why it could not be made
            await host.StartAsync();
            _host = host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.IsCancellationRequested
                ? throw new NodeNotStartedException("The node's actors could not be started; the log says why.")
                : host;
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
        if (_host is not null)
        {
            await _host.StopAsync();
            _host.Dispose();
        }
        _runtime.Dispose();
    }

    private static InvalidOperationException NotStarted() => new("The node has not started.");
}

public sealed class NodeNotStartedException(string message, Exception? inner = null) : Exception(message, inner);
