using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using StreamActors.Control;
using StreamActors.Domain.Access;
using StreamActors.Wire;

namespace StreamActors.Http;

/// <summary>/api/v1/openapi.json and /api/v1/info</summary>
internal sealed class DocumentEndpoints(IServiceProvider parts) : IEndpoints
{
    private static readonly string Build =
        typeof(DocumentEndpoints).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0";

    private static readonly string Version = Build.Split('+')[0];

    private readonly Lazy<JsonObject> _document = new(() => OpenApi.Of(
        [.. parts.GetServices<IEndpoints>().SelectMany(e => e.Operations)], ApiHosting.Root, Version));

    public IEnumerable<Operation> Operations =>
    [
        new("GET", "openapi.json", null, "This document.",
            _ => Task.FromResult(new Outcome(200, _document.Value, (JsonTypeInfo)NodeJson.Default.JsonObject)))
        {
            Reply = NodeJson.Default.JsonObject,
        },
        new("GET", "info", Role.Viewer, "The version and build of the server, and the epoch of its live feed.",
            _ => Task.FromResult(Outcome.Ok(new VersionView(Version, Build, parts.GetRequiredService<LiveHub>().Epoch),
                WireJson.Plain.VersionView)))
        {
            Reply = WireJson.Plain.VersionView,
        },
    ];
}
