using Microsoft.AspNetCore.Server.Kestrel.Core;
using StreamActors.Control;
using StreamActors.Http;

namespace StreamActors.Server;

/// <summary>The HTTP server: its services and endpoints.</summary>
internal static class HttpHost
{
    private const long MaxBodyBytes = 4 * 1024 * 1024;
    private const int MaxConnections = 10_000;
    private const int MaxHeaderBytes = 16 * 1024;
    private const double SlowestReader = 8 * 1024; // bytes per second; TCP_USER_TIMEOUT cuts off clients that read nothing
    private static readonly TimeSpan ReaderTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LivePing = TimeSpan.FromSeconds(10);
    public static readonly TimeSpan HeaderTimeout = TimeSpan.FromSeconds(10);

    public static WebApplication Build(StreamActorsOptions options, Node node, ILoggerFactory logs, TimeProvider time)
    {
        // Empty: only what the operator configured applies, no default files, variables or ports.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "streamactors" });
        builder.WebHost.UseKestrelCore().UseSockets(sockets => sockets.CreateBoundListenSocket = ListenSocket.Bound)
            .ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestHeadersTotalSize = MaxHeaderBytes;
            kestrel.Limits.RequestHeadersTimeout = HeaderTimeout;
            kestrel.Limits.MinResponseDataRate = new MinDataRate(SlowestReader, ReaderTimeout);
            kestrel.Limits.MaxConcurrentConnections = MaxConnections;
            kestrel.Limits.MaxRequestBodySize = MaxBodyBytes;
            kestrel.Listen(options.Http.Listen.EndPoint, listen =>
            {
                var limit = listen.ApplicationServices.GetRequiredService<AddressLimit>();
                listen.Use(next => connection => limit.Pass(connection, next));
            });
        });
        builder.Services.AddSingleton(logs).AddSingleton(typeof(ILogger<>), typeof(Logger<>)).AddSingleton(time);
        builder.Services.AddSingleton(options).AddSingleton(node);
        builder.Services.AddStorage(node, options, time).AddCluster(node).AddMedia(node);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = options.Shutdown.Grace);
        builder.Services.AddRoutingCore();
        builder.Services.AddHealth();
        builder.Services.AddHttpRules(options).AddApi();
        builder.Services.AddAlerting(options, node);
        var web = builder.Build();
        web.UseWebSockets(new WebSocketOptions { KeepAliveInterval = LivePing, KeepAliveTimeout = LivePing });
        web.UseGate();
        web.MapHealth();
        web.MapApi();
        return web;
    }

    private static IServiceCollection AddHttpRules(this IServiceCollection parts, StreamActorsOptions options) => parts
        .AddSingleton(options.Quota)
        .AddSingleton(new SrtPortRules { Shared = options.Media.Srt.Port, Auto = options.Media.Srt.ListenPorts })
        .AddSingleton<LocalKey>()
        .AddSingleton(new AuthorizerRules
        {
            RequestsPerSecond = options.Http.RequestsPerSecond,
            ConnectionsPerAddress = options.Http.ConnectionsPerAddress,
            AllowedOrigins = options.Http.AllowedOrigins.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
        })
        .AddSingleton(new WatchedFolder(Path.GetFullPath(options.Data)))
        .AddSingleton<SettingsNow>(() => SettingsShown.WithDefaults(options));
}
