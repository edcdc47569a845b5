using System.Text.Json.Serialization;
using StreamActors.Kernel;

namespace StreamActors.Domain.Outputs;

/// <summary>Registers outputs: the entity kind and its stored names.</summary>
public static class OutputKind
{
    public static EntityKind Kind => new(OutputId.Kind, new OutputDecider());

    public static Vocabulary AddOutputs(this Vocabulary vocabulary) => vocabulary
        .Add("output-create", 1, static () => OutputJson.Default.CreateOutput)
        .Add("output-edit", 1, static () => OutputJson.Default.EditOutput)
        .Add("output-switch", 1, static () => OutputJson.Default.SwitchOutput)
        .Add("output-remove", 1, static () => OutputJson.Default.RemoveOutput)
        .Add("output-created", 1, static () => OutputJson.Default.OutputCreated)
        .Add("output-edited", 1, static () => OutputJson.Default.OutputEdited)
        .Add("output-switched", 1, static () => OutputJson.Default.OutputSwitched)
        .Add("output-removed", 1, static () => OutputJson.Default.OutputRemoved)
        .Add("output-order", 1, static () => OutputJson.Default.OutputState)
        .Add("output-live", 1, static () => OutputJson.Default.OutputLive);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(CreateOutput))]
[JsonSerializable(typeof(EditOutput))]
[JsonSerializable(typeof(SwitchOutput))]
[JsonSerializable(typeof(RemoveOutput))]
[JsonSerializable(typeof(OutputCreated))]
[JsonSerializable(typeof(OutputEdited))]
[JsonSerializable(typeof(OutputSwitched))]
[JsonSerializable(typeof(OutputRemoved))]
[JsonSerializable(typeof(OutputState))]
[JsonSerializable(typeof(OutputLive))]
internal sealed partial class OutputJson : JsonSerializerContext;
