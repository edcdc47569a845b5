using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using StreamActors.Control;

namespace StreamActors.Http;

/// <summary>/api/v1/openapi.json</summary>
internal sealed class DocumentEndpoints(IServiceProvider parts) : IEndpoints
{
    private readonly Lazy<JsonObject> _document = new(() => OpenApi.Of(
        [.. parts.GetServices<IEndpoints>().SelectMany(e => e.Operations)], ApiHosting.Root,
        typeof(DocumentEndpoints).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0]
            ?? "0"));

    public IEnumerable<Operation> Operations =>
        [new("GET", "openapi.json", null, "This document.",
        _ => Task.FromResult(new Outcome(200, _document.Value, (JsonTypeInfo)NodeJson.Default.JsonObject))) {
            Reply = NodeJson.Default.JsonObject }];
}
