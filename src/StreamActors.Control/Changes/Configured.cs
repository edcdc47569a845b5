using System.Text.Json;
using System.Text.Json.Nodes;
using StreamActors.Domain.Access;
using StreamActors.Domain.Alerts;
using StreamActors.Domain.Inputs;
using StreamActors.Domain.Outputs;
using StreamActors.Kernel;
using StreamActors.Wire;

namespace StreamActors.Control;

/// <summary>The configured part of an order as JSON: as stored (secrets encrypted), or as shown.</summary>
public static class Configured
{
    /// <returns>Null if nothing is configured.</returns>
    public static JsonNode? Stored(object order, Vocabulary words)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
            words.Write(writer, order);
        return JsonNode.Parse(buffer.ToArray())?["config"];
    }

    /// <summary>The order with another configuration.</summary>
    public static object With(object order, JsonNode config, Vocabulary words)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
            words.Write(writer, order);
        var whole = JsonNode.Parse(buffer.ToArray())!;
        whole["config"] = config.DeepClone();
        return words.Read(words.ManifestOf(order), JsonSerializer.SerializeToUtf8Bytes(whole, NodeJson.Default.JsonNode));
    }

    public static JsonElement? Shown(string id, object? order) => order switch
    {
        InputState { Config: { } config } => JsonSerializer.SerializeToElement(InputMapping.Draft(id, config), WireJson.Plain.InputDraft),
        OutputState { Config: { } config } =>
            JsonSerializer.SerializeToElement(OutputMapping.Draft(id, config), WireJson.Plain.OutputDraft),
        AlertRuleState { Config: { } config } =>
            JsonSerializer.SerializeToElement(AlertRuleMapping.Draft(id, config), WireJson.Plain.AlertRuleDraft),
        ChannelState { Config: { } config } =>
            JsonSerializer.SerializeToElement(ChannelMapping.Draft(id, config), WireJson.Plain.ChannelDraft),
        SigningState { Name: not null } signing => JsonSerializer.SerializeToElement(View(signing), WireJson.Plain.SigningView),
        _ => null,
    };

    public static SigningView View(SigningState order) => new(order.Name!, order.Before?.Name, order.Before?.Until);
}
