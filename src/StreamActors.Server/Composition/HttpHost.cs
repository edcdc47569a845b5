using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using StreamActors.Control;
using StreamActors.Http;
using StreamActors.Media.Tls;

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
        var certificate = Certificate(options, logs.CreateLogger("StreamActors.Server"), time);
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
                listen.Use(next => connection => limit.Pass(connection, next, isPlain: certificate is null));
                if (certificate is not null)
                    listen.UseHttps(new TlsHandshakeCallbackOptions { OnConnection = _ => ValueTask.FromResult(certificate.Options),
                        HandshakeTimeout = HeaderTimeout });
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
        if (certificate is not null)
            web.Lifetime.ApplicationStopped.Register(certificate.Dispose);
        web.UseWebSockets(new WebSocketOptions { KeepAliveInterval = LivePing, KeepAliveTimeout = LivePing });
        web.UseGate();
        web.MapHealth();
        web.MapApi();
        return web;
    }

    /// <summary>An expired one is used all the same: the streams are more than the page.</summary>
    private static CertificateFiles? Certificate(StreamActorsOptions options, ILogger log, TimeProvider time)
    {
        if (options.Http.Certificate.Length == 0)
            return null;
        string At(string file) => Path.GetFullPath(Path.Combine(options.Data, file));
        var files = new CertificateFiles("https", At(options.Http.Certificate), At(options.Http.Key), time, log.CertificateKept);
        try
        {
            var until = files.Certificate.NotAfter.ToUniversalTime();
            if (until <= time.GetUtcNow().UtcDateTime)
                log.CertificateExpired(At(options.Http.Certificate), until);
            return files;
        }
        catch (CertificateRefusedException refusal)
        {
            files.Dispose();
            throw new StartRefusedException(ExitCode.Configuration,
                $"HTTPS (http.certificate, http.key): {refusal.Message}", refusal);
        }
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
