using System.Net.Sockets;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using StreamActors.Http;
using StreamActors.Runtime;

namespace StreamActors.Server;

/// <summary>
/// A second HTTP endpoint, for other nodes and for monitoring: health, as on the main endpoint, and cluster status. It is read-only and
/// needs no credentials. Unless it is open to the network, foreign host names that resolve to this machine are refused (DNS rebinding).
/// </summary>
internal static class ManagementHost
{
    private const int MaxConnections = 100;

    /// <summary>Checks that the port is free before this node joins the cluster.</summary>
    public static void Try(StreamActorsOptions options)
    {
        if (!IsOpen(options))
            return;
        try
        {
            using var trial = new TcpListener(options.Cluster.Management.Listen.EndPoint);
            trial.Start();
        }
        catch (SocketException failure)
        {
            throw Refused(options, failure, failure.Message);
        }
    }

    /// <returns>Null if it is disabled.</returns>
    public static async Task<WebApplication?> Open(StreamActorsOptions options, Node node, IServiceProvider front)
    {
        if (!IsOpen(options))
            return null;
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "streamactors" });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.RequestHeadersTimeout = HttpHost.HeaderTimeout;
            kestrel.Limits.MaxConcurrentConnections = MaxConnections;
            kestrel.Limits.MaxRequestBodySize = 0;
            kestrel.Listen(options.Cluster.Management.Listen.EndPoint);
        });
        builder.Services.AddSingleton(front.GetRequiredService<ILoggerFactory>()).AddSingleton(typeof(ILogger<>), typeof(Logger<>));
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton<IHostLifetime, NoHostLifetime>();
        var web = builder.Build();
        if (!options.Cluster.Management.OpenToNetwork)
            web.Use(OnlyByOwnName);
        web.UseRouting();
        web.MapGet("/alive", () => HealthEndpoints.Live(node));
        web.MapGet("/ready",
            (CancellationToken stop) => HealthEndpoints.Ready(front.GetRequiredService<HealthCheckService>(), inWords: false, stop));
        foreach (var (path, page) in node.Pages)
            web.MapGet(path, () => page() is { } json ? Results.Text(json, "application/json")
                : Results.StatusCode(StatusCodes.Status503ServiceUnavailable));
        try
        {
            await web.StartAsync(CancellationToken.None);
            return web;
        }
        catch (IOException failure)
        {
            throw Refused(options, failure, failure.InnerException?.Message ?? failure.Message);
        }
    }

    private static Task OnlyByOwnName(HttpContext http, RequestDelegate next)
    {
        if (LoopbackName.Is(http.Request.Host.Host))
            return next(http);
        http.Response.StatusCode = StatusCodes.Status421MisdirectedRequest;
        return Task.CompletedTask;
    }

    private static bool IsOpen(StreamActorsOptions options) => options.Cluster.Management.IsOn;

    private static StartRefusedException Refused(StreamActorsOptions options, Exception failure, string why) => new(
        ExitCode.Unavailable,
        $"Listening on {options.Cluster.Management.Listen} failed ({why}): choose another port with "
            + $"--streamactors.cluster.management.port, or 0 for none.", failure);
}
