using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using StreamActors.Kernel;

namespace StreamActors.Domain.Inputs;

/// <summary>Registers inputs: the entity kind and its stored names.</summary>
public static class InputKind
{
    public static EntityKind Kind => new(InputId.Kind, new InputDecider());

    public static Vocabulary AddInputs(this Vocabulary vocabulary) => vocabulary
        .Add("input-create", 1, static () => InputJson.Default.CreateInput)
        .Add("input-edit", 1, static () => InputJson.Default.EditInput)
        .Add("input-switch", 1, static () => InputJson.Default.SwitchInput)
        .Add("input-remove", 1, static () => InputJson.Default.RemoveInput)
        .Add("input-attach-output", 1, static () => InputJson.Default.AttachOutput)
        .Add("input-settle-output", 1, static () => InputJson.Default.SettleOutput)
        .Add("input-detach-output", 1, static () => InputJson.Default.DetachOutput)
        .Add("input-admit", 1, static () => InputJson.Default.Admit)
        .Add("input-depart", 1, static () => InputJson.Default.Depart)
        .Add("input-report-refusal", 1, static () => InputJson.Default.ReportRefusal)
        .Add("input-created", 1, static () => InputJson.Default.InputCreated)
        .Add("input-edited", 1, static () => InputJson.Default.InputEdited)
        .Add("input-switched", 1, static () => InputJson.Default.InputSwitched)
        .Add("input-removed", 1, static () => InputJson.Default.InputRemoved)
        .Add("input-output-attached", 1, static () => InputJson.Default.OutputAttached)
        .Add("input-output-settled", 1, static () => InputJson.Default.OutputSettled)
        .Add("input-output-detached", 1, static () => InputJson.Default.OutputDetached)
        .Add("input-claimed", 1, static () => InputJson.Default.Claimed)
        .Add("input-departed", 1, static () => InputJson.Default.Departed)
        .Add("input-publisher-refused", 1, static () => InputJson.Default.PublisherRefused)
        .Add("input-order", 3, static () => InputJson.Default.InputState)
        .Upcast("input-order", 1, static order => // had no revision of its own: whatever has come counts as a change, once
        {
            order["revision"] = order["sequence"]?.DeepClone();
            return order;
        })
        .Upcast("input-order", 2, static order => // knew of each output the slot alone: all were held lastingly
        {
            var slots = new JsonObject();
            foreach (var (output, slot) in order["outputs"]?.AsObject() ?? [])
                slots[output] = new JsonObject { ["slot"] = slot?.DeepClone(),
                    ["grips"] = new JsonObject { ["attempts"] = new JsonObject(), ["isLasting"] = true } };
            order["outputs"] = slots;
            return order;
        })
        .Add("input-live", 1, static () => InputJson.Default.InputLive);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(CreateInput))]
[JsonSerializable(typeof(EditInput))]
[JsonSerializable(typeof(SwitchInput))]
[JsonSerializable(typeof(RemoveInput))]
[JsonSerializable(typeof(AttachOutput))]
[JsonSerializable(typeof(SettleOutput))]
[JsonSerializable(typeof(DetachOutput))]
[JsonSerializable(typeof(Admit))]
[JsonSerializable(typeof(Depart))]
[JsonSerializable(typeof(ReportRefusal))]
[JsonSerializable(typeof(InputCreated))]
[JsonSerializable(typeof(InputEdited))]
[JsonSerializable(typeof(InputSwitched))]
[JsonSerializable(typeof(InputRemoved))]
[JsonSerializable(typeof(OutputAttached))]
[JsonSerializable(typeof(OutputSettled))]
[JsonSerializable(typeof(OutputDetached))]
[JsonSerializable(typeof(Claimed))]
[JsonSerializable(typeof(Departed))]
[JsonSerializable(typeof(PublisherRefused))]
[JsonSerializable(typeof(InputState))]
[JsonSerializable(typeof(InputLive))]
internal sealed partial class InputJson : JsonSerializerContext;
