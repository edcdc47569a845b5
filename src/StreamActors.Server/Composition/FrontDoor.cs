using Microsoft.AspNetCore.Server.Kestrel.Core;
using StreamActors.Control;
using StreamActors.Http;
using StreamActors.Kernel;
using StreamActors.Storage;

namespace StreamActors.Server;

/// <summary>The HTTP server: its services and endpoints.</summary>
internal static class FrontDoor
{
    private const long MaxBodyBytes = 4 * 1024 * 1024;
    private const int MaxConnections = 10_000;
    private const int MaxHeaderBytes = 16 * 1024;
    private const double SlowestReader = 8 * 1024; // bytes per second; TCP_USER_TIMEOUT cuts off clients that read nothing
    private static readonly TimeSpan ReaderPatience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LivePing = TimeSpan.FromSeconds(10);
    public static readonly TimeSpan HeaderPatience = TimeSpan.FromSeconds(10);

    public static WebApplication Build(StreamActorsOptions options, House house, ILoggerFactory logs, TimeProvider time)
    {
        // Empty: only what the operator configured applies, no default files, variables or ports.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "streamactors" });
        builder.WebHost.UseKestrelCore().UseSockets(sockets => sockets.CreateBoundListenSocket = DoorSocket.Bound).ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestHeadersTotalSize = MaxHeaderBytes;
            kestrel.Limits.RequestHeadersTimeout = HeaderPatience;
            kestrel.Limits.MinResponseDataRate = new MinDataRate(SlowestReader, ReaderPatience);
            kestrel.Limits.MaxConcurrentConnections = MaxConnections;
            kestrel.Limits.MaxRequestBodySize = MaxBodyBytes;
            kestrel.Listen(options.Http.Listen.EndPoint, listen =>
            {
                var limit = listen.ApplicationServices.GetRequiredService<AddressLimit>();
                listen.Use(next => connection => limit.Pass(connection, next));
            });
        });
        builder.Services.AddSingleton(logs).AddSingleton(typeof(ILogger<>), typeof(Logger<>)).AddSingleton(time).AddSingleton(house)
            .AddSingleton(_ => house.Database).AddSingleton(_ => house.Entities).AddSingleton(_ => house.Cluster).AddSingleton(_ => house.Fence)
            .AddSingleton(_ => house.Telemetry).AddSingleton(_ => house.Feed).AddSingleton(_ => house.Events.Vocabulary).AddSingleton(_ => house.Stage)
            .AddSingleton<ITimeline>(_ => house.Timeline).AddSingleton<ISecrets>(_ => house.Vault).AddSingleton<IKeyedHash>(_ => house.Vault).AddSingleton<IPasswords, Passwords>()
            .AddSingleton(_ => house.Tally).AddSingleton(_ => house.Journal).AddSingleton<IPast>(_ => new SqlPast(house.Database, house.Events, house.Timeline))
            .AddSingleton(options.Quota).AddSingleton<LocalKey>()
            .AddSingleton(new GateRules { RequestsPerSecond = options.Http.RequestsPerSecond, ConnectionsPerAddress = options.Http.ConnectionsPerAddress, AllowedOrigins = options.Http.AllowedOrigins.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) })
            .AddSingleton(new WatchedFolder(Path.GetFullPath(options.Data))).AddSingleton<WorkloadLogPath>(house.Stage.LogOf).AddSingleton<SettingsNow>(() => SettingsShown.Of(options))
            .AddSingleton<JournalEnd>(new Cursors(house.Database).JournalEnd).AddSingleton(house.OtherWriters)
            .AddSingleton(Looks.Entities(house.Database)).AddSingleton(Looks.Journal(house.Database))
            .AddSingleton(_ => new Backup(house.Database, house.Vault, options.Node, time)).AddSingleton<BackupTo>(parts => Backups.Of(parts.GetRequiredService<Backup>()));
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = options.Shutdown.Grace);
        builder.Services.AddRoutingCore();
        builder.Services.AddHealth();
        builder.Services.AddApi();
        builder.Services.AddAlerting(options, house);
        var web = builder.Build();
        web.UseWebSockets(new WebSocketOptions { KeepAliveInterval = LivePing, KeepAliveTimeout = LivePing });
        web.UseGate();
        web.MapHealth();
        web.MapApi();
        web.Services.BeginAlerting(house);
        return web;
    }
}
