using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using StreamActors.Kernel;

namespace StreamActors.Runtime.Tests;

public static class AkkaRuntimeHosting
{
    /// <summary>
    /// Registers this process as a node: <see cref="IEntities"/>, <see cref="ITelemetry"/> and <see cref="ICluster"/>. Requires an <see
    /// cref="IJournal"/> and an <see cref="ITimeline"/> over the same database. It joins when the host starts, and leaves gracefully when
    /// the host stops.
    /// </summary>
    /// <param name="more">Adds to the node's actor system.</param>
    public static IServiceCollection AddAkkaRuntime(this IServiceCollection services, AkkaRuntimeOptions options,
        Action<AkkaConfigurationBuilder, IServiceProvider>? more = null)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(options);
        services.AddSingleton<AkkaRuntime>();
        services.AddSingleton(provider => provider.GetRequiredService<AkkaRuntime>().Entities);
        services.AddSingleton(provider => provider.GetRequiredService<AkkaRuntime>().Telemetry);
        services.AddSingleton(provider => provider.GetRequiredService<AkkaRuntime>().Cluster);
        return services.AddAkka(options.System, (builder, provider) =>
        {
            provider.GetRequiredService<AkkaRuntime>().Compose(builder, options.Kinds, options.Handover);
            more?.Invoke(builder, provider);
        });
    }
}
