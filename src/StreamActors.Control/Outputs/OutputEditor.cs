using System.Collections.Immutable;
using System.Text.Json;
using StreamActors.Domain;
using StreamActors.Domain.Inputs;
using StreamActors.Domain.Outputs;
using StreamActors.Domain.Reservations;
using StreamActors.Kernel;
using StreamActors.Wire;

namespace StreamActors.Control;

/// <summary>An output being read: complete except for its claims and its address.</summary>
public sealed record OutputForm(OutputConfig Sketch, AddressForm Address);

/// <summary>An output claims its name, its destination, the port it listens on, and a slot at its input.</summary>
public sealed class OutputEditor(
    IEntities entities, Catalogue catalogue, ISecrets secrets, IKeyedHash hash, Loops loops, KeyedLock keyedLock, Quota quota,
    ListenPorts listenPorts)
    : ConfigEditor<OutputDraft, OutputConfig, OutputForm>("output", OutputId.Kind, WireJson.Plain.OutputDraft, entities, catalogue,
    keyedLock, quota)
{
    protected override (OutputForm Form, IReadOnlyList<FieldFault> Faults) Read(OutputDraft draft, string id, OutputConfig? before,
        JsonElement? patch)
    {
        var (stallAfter, fault) = ConfigRefusals.StallAfter(draft.StallAfter);
        var address = AddressForm.Read(draft.Address, isIngest: false, before?.Address, patch);
        var sketch = new OutputConfig((draft.Name ?? id).Trim(), draft.Input, before?.Slot ?? 0, new(draft.Address.Url), draft.On ?? false)
        {
            Labels = draft.Labels?.ToImmutableSortedDictionary(StringComparer.Ordinal) ?? ImmutableSortedDictionary<string, string>.Empty,
            StallAfter = stallAfter,
            Reserved = before?.Reserved ?? [],
        };
        return (new OutputForm(sketch, address),
        [
            .. Ids.Faults(id),
            .. fault,
            .. ConfigRules.Check(sketch.Name, sketch.Labels, sketch.StallAfter).Where(f => id.Length > 0 || f.Field != "name"),
            .. InputId.IsWellFormed(sketch.Input) ? Array.Empty<FieldFault>() : [new("input", sketch.Input, "the id of an input")],
            .. address.Faults(isIngest: false),
        ]);
    }

    protected override OutputConfig? Existing(string id, object order) => ((OutputState)order).Config;

    protected override OutputDraft Draft(string id, OutputConfig config) => OutputMapping.Draft(id, config);

    protected override OutputForm Form(OutputConfig config) => new(config, AddressForm.Of(config.Address));

    protected override async Task<bool> IsSame(OutputForm form, OutputConfig before) =>
        form.Sketch with { Address = before.Address } == before && await form.Address.IsSame(before.Address, secrets);

    protected override async Task<Reply> Make(EntityId entity, OutputForm form, CommandContext commandContext)
    {
        if (await Known(entity, commandContext) is { } known)
            return known;
        await using var resourceClaims = new ResourceClaims(Entities, secrets, entity, commandContext.Origin);
        var sketch = form.Sketch with { Address = new(form.Address.Url), Reserved = [] };
        var (config, refused) = await Take(resourceClaims, entity, form with { Sketch = sketch }, commandContext.Stop,
            () => Attach(resourceClaims, sketch.Input));
        if (refused is not null)
            return refused;
        var create = new CreateOutput(config, resourceClaims.Attempt) { Origin = commandContext.Origin };
        return Settle(resourceClaims, await Entities.Ask(entity, create, commandContext.Command));
    }

    protected override async Task<Reply> Change(EntityId entity, OutputForm form, long version, CommandContext commandContext)
    {
        await using var resourceClaims = new ResourceClaims(Entities, secrets, entity, commandContext.Origin);
        var (config, refused) = await Take(resourceClaims, entity, form, commandContext.Stop);
        return refused ?? Settle(resourceClaims, await Entities.Ask(entity,
            new EditOutput(config, resourceClaims.Attempt) { Origin = commandContext.Origin }, commandContext.Command, version));
    }

    /// <summary>The input cannot be changed: the output refuses it, so nothing is claimed.</summary>
    protected override async Task<Reply> Change(EntityId entity, OutputForm form, Reading reading, long? expected,
        CommandContext commandContext) => ((OutputState)reading.Order!).Config!.Input == form.Sketch.Input
        ? await base.Change(entity, form, reading, expected, commandContext)
        : await Entities.Ask(entity, new EditOutput(form.Sketch) { Origin = commandContext.Origin }, commandContext.Command,
        expected ?? reading.Version);

    private static async Task<(int Slot, Reply? Refused)> Attach(ResourceClaims resourceClaims, string input)
    {
        var (slot, refused) = await resourceClaims.Attach(new InputId(input).EntityId);
        return refused is Refused { Refusal.Code: "not-found" }
            ? (0, new Refused(NoInput(input)))
            : (slot, refused);
    }

    public static Refusal NoInput(string input) =>
        ConfigRefusals.Refusal("output", [new FieldFault("input", input, "the id of an input that exists")]);

    private async Task<(OutputConfig Config, Reply? Refused)> Take(
        ResourceClaims resourceClaims, EntityId output, OutputForm form, CancellationToken stop, Func<Task<(int, Reply?)>>? attach = null)
    {
        var sketch = form.Sketch;
        var (address, noPort) = await listenPorts.Choose(resourceClaims, form.Address);
        if (noPort is not null)
            return (sketch, noPort);
        if (loops.OfOutput(sketch.Input, output.Id, new(address.Url) { Options = address.Options }) is { } loop)
            return (sketch, new Refused(loop));
        var (clear, destroyed) = await address.Open(secrets, stop);
        if (destroyed is not null)
            return (sketch, new Refused(ConfigRefusals.Destroyed("output", destroyed)));
        List<(ReservationId What, string Field, string? Value)> wanted =
        [
            (ReservationId.Name("output", sketch.Name), "name", sketch.Name),
            (ExclusiveResources.Destination(hash, address.Url, clear), "address.url", null),
        ];
        if (ExclusiveResources.Port(hash, address.Url, address.Options, clear, isIngest: false) is { } port)
        {
            if (listenPorts.WhyNot(port, sketch.Reserved) is { } shared)
                return (sketch, new Refused(shared));
            wanted.Add((port, "address.url", null));
        }
        // Existing reservations are kept; only new ones are requested.
        var reserving = resourceClaims.Reserve(wanted.Where(w => !sketch.Reserved.Contains(w.What.Id, StringComparer.Ordinal)));
        var sealing = address.Seal(resourceClaims, stop);
        var attaching = attach?.Invoke() ?? Task.FromResult((sketch.Slot, (Reply?)null));
        await Task.WhenAll(reserving, sealing, attaching);
        var (slot, noSlot) = await attaching;
        return (await reserving ?? noSlot) is { } refused
            ? (sketch, refused)
            : (sketch with { Slot = slot, Address = await sealing, Reserved = [.. wanted.Select(w => w.What.Id)] }, null);
    }

    private static Reply Settle(ResourceClaims resourceClaims, Reply reply) =>
        resourceClaims.Settle(reply, static happened => happened switch
    {
        OutputCreated e => (e.Attempt, e.Config.Address.Secrets.Values),
        OutputEdited e => (e.Attempt, e.Config.Address.Secrets.Values),
        _ => null,
    });
}
