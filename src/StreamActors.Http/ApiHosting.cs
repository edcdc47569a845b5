using StreamActors.Control;
using StreamActors.Domain.Access;
using StreamActors.Kernel;

namespace StreamActors.Http;

/// <summary>
/// Registers the API. Besides the services of the Kernel it requires ISecrets, IKeyedHash, the Vocabulary, JournalEnd, OtherWriters,
/// IPasswords, AuthorizerRules, QuotaRules, BackupTo, StoredEntities, JournalStanding and TestChannel.
/// </summary>
public static class ApiHosting
{
    internal const string Root = "/api/v1/";

    public static IServiceCollection AddApi(this IServiceCollection parts) => parts
        .AddControl()
        .AddSingleton<OwnedHistory>()
        .AddSingleton<ApiKeys>()
        .AddSingleton(
        p => new FirstKey(p.GetRequiredService<IEntities>(), p.GetRequiredService<ApiKeys>(), p.GetRequiredService<Catalogue>()))
        .AddSingleton<Sessions>()
        .AddSingleton<PasswordChecks>()
        .AddSingleton(p => new SignInLink(p.GetRequiredService<IEntities>(), p.GetRequiredService<ISecrets>(),
            p.GetRequiredService<Catalogue>(), p.GetRequiredService<PasswordChecks>(), p.GetRequiredService<TimeProvider>()))
        .AddSingleton<RateLimits>()
        .AddSingleton<AddressLimit>()
        .AddSingleton<Authorizer>()
        .AddSingleton<OpenFeeds>()
        .AddSingleton<IReadKeys>(p => p.GetRequiredService<OpenFeeds>())
        .AddSingleton<Refusals>()
        .AddSingleton<IdempotencyKeys>()
        .AddSingleton<RequestPipeline>()
        .AddSingleton<LiveHub>()
        .AddHostedService(p => p.GetRequiredService<LiveHub>())
        .AddSingleton<WorkloadLog>()
        .AddSingleton<MeterReading>()
        .AddSingleton<NodeMetrics>()
        .AddSingleton(p => new FigureMeter(p.GetRequiredService<NodeMetrics>(), p.GetRequiredService<TimeProvider>()))
        .AddSingleton<IEndpoints, InputEndpoints>()
        .AddSingleton<IEndpoints, OutputEndpoints>()
        .AddSingleton<StreamReaderEndpoints>()
        .AddSingleton<IEndpoints>(p => p.GetRequiredService<StreamReaderEndpoints>())
        .AddSingleton<IEndpoints, RelayEndpoints>()
        .AddSingleton<PreviewTickets>()
        .AddSingleton<IEndpoints, PreviewEndpoints>()
        .AddSingleton<IEndpoints, StillEndpoints>()
        .AddSingleton<IEndpoints, WorkloadEndpoints>()
        .AddSingleton<IEndpoints, AlertEndpoints>()
        .AddSingleton<IEndpoints, AlertRuleEndpoints>()
        .AddSingleton<IEndpoints, ChannelEndpoints>()
        .AddSingleton<IEndpoints, KeyEndpoints>()
        .AddSingleton<IEndpoints, UserEndpoints>()
        .AddSingleton<IEndpoints, LoginEndpoints>()
        .AddSingleton<IEndpoints, ChangeEndpoints>()
        .AddSingleton<IEndpoints, TimelineEndpoints>()
        .AddSingleton<IEndpoints, WhyEndpoints>()
        .AddSingleton<IEndpoints, LiveEndpoints>()
        .AddSingleton<IEndpoints, ExportEndpoints>()
        .AddSingleton<IEndpoints, BackupEndpoints>()
        .AddSingleton<IEndpoints, NodeEndpoints>()
        .AddSingleton<IEndpoints, SettingEndpoints>()
        .AddSingleton<IEndpoints, ProtocolEndpoints>()
        .AddSingleton<IEndpoints, PreflightEndpoints>()
        .AddSingleton<IEndpoints, InspectionEndpoints>()
        .AddSingleton<IEndpoints, DocumentEndpoints>();

    /// <summary>Over HTTP/2, a WebSocket is a CONNECT (RFC 8441).</summary>
    private static string[] Methods(Operation operation) =>
        operation.IsAtRoot ? [operation.Method, "HEAD"] : operation.Status == 101 ? [operation.Method, "CONNECT"] : [operation.Method];

    public static void MapApi(this IEndpointRouteBuilder routes)
    {
        var requestPipeline = routes.ServiceProvider.GetRequiredService<RequestPipeline>();
        var operations = routes.ServiceProvider.GetServices<IEndpoints>().SelectMany(e => e.Operations).ToList();
        foreach (var operation in operations)
            routes.MapMethods(operation.Url, Methods(operation), http => requestPipeline.Pass(http, operation)).WithMetadata(operation);
        PageEndpoints.Map(routes);
        var nodeMetrics = routes.ServiceProvider.GetRequiredService<NodeMetrics>();
        routes.MapGet("/metrics", nodeMetrics.Write).WithMetadata(new Guard(Role.Viewer, "metrics"));
        NotFoundRoutes.Map(routes, Root, operations);
    }
}
