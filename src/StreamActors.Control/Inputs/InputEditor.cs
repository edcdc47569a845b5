using System.Collections.Immutable;
using System.Text.Json;
using StreamActors.Domain;
using StreamActors.Domain.Inputs;
using StreamActors.Domain.Reservations;
using StreamActors.Kernel;
using StreamActors.Wire;

namespace StreamActors.Control;

/// <summary>An input being read: complete except for its claims and its address.</summary>
public sealed record InputForm(InputConfig Sketch, AddressForm Address);

/// <summary>An input claims its name and the port it listens on.</summary>
public sealed class InputEditor(
    IEntities entities, Catalogue catalogue, ISecrets secrets, IKeyedHash hash, Loops loops, KeyedLock keyedLock, Quota quota,
    ListenPorts listenPorts)
    : ConfigEditor<InputDraft, InputConfig, InputForm>("input", InputId.Kind, WireJson.Plain.InputDraft, entities, catalogue, keyedLock,
    quota)
{
    protected override (InputForm Form, IReadOnlyList<FieldFault> Faults) Read(InputDraft draft, string id, InputConfig? before,
        JsonElement? patch)
    {
        var (stallAfter, fault) = ConfigRefusals.StallAfter(draft.StallAfter);
        var address = AddressForm.Read(draft.Address, isIngest: true, before?.Address, patch);
        var sketch = new InputConfig((draft.Name ?? id).Trim(), new(draft.Address.Url), draft.On ?? false)
        {
            Labels = draft.Labels?.ToImmutableSortedDictionary(StringComparer.Ordinal) ?? ImmutableSortedDictionary<string, string>.Empty,
            StallAfter = stallAfter,
            OutputLimit = draft.OutputLimit ?? 20,
            Reserved = before?.Reserved ?? [],
        };
        return (new InputForm(sketch, address),
        [
            .. Ids.Faults(id),
            .. fault,
            .. ConfigRules.Check(sketch.Name, sketch.Labels, sketch.StallAfter).Where(f => id.Length > 0 || f.Field != "name"),
            .. sketch.OutputLimit is >= 1 and <= InputDecider.MaxOutputLimit ? Array.Empty<FieldFault>()
                : [new("outputLimit", $"{sketch.OutputLimit}", $"1 to {InputDecider.MaxOutputLimit}")],
            .. address.Faults(isIngest: true),
        ]);
    }

    protected override InputConfig? Existing(string id, object order) => ((InputState)order).Config;

    protected override InputDraft Draft(string id, InputConfig config) => InputMapping.Draft(id, config);

    protected override InputForm Form(InputConfig config) => new(config, AddressForm.Of(config.Address));

    protected override async Task<bool> IsSame(InputForm form, InputConfig before) =>
        form.Sketch with { Address = before.Address } == before && await form.Address.IsSame(before.Address, secrets);

    protected override async Task<Reply> Make(EntityId entity, InputForm form, CommandContext commandContext)
    {
        if (await Known(entity, commandContext) is { } known)
            return known;
        await using var resourceClaims = new ResourceClaims(Entities, secrets, entity, commandContext.Origin);
        var sketch = form.Sketch with { Address = new(form.Address.Url), Reserved = [] };
        var (config, refused) = await Take(resourceClaims, entity, form with { Sketch = sketch }, commandContext.Stop);
        return refused ?? Settle(resourceClaims, await Entities.Ask(entity,
            new CreateInput(config, resourceClaims.Attempt) { Origin = commandContext.Origin }, commandContext.Command));
    }

    protected override async Task<Reply> Change(EntityId entity, InputForm form, long version, CommandContext commandContext)
    {
        await using var resourceClaims = new ResourceClaims(Entities, secrets, entity, commandContext.Origin);
        var (config, refused) = await Take(resourceClaims, entity, form, commandContext.Stop);
        return refused ?? Settle(resourceClaims, await Entities.Ask(entity,
            new EditInput(config, resourceClaims.Attempt) { Origin = commandContext.Origin }, commandContext.Command, version));
    }

    /// <summary>Applies the edit to the version just read; with If-Match, only if that is the version given.</summary>
    protected override async Task<Reply> Change(EntityId entity, InputForm form, Reading reading, long? expected,
        CommandContext commandContext)
    {
        var order = (InputState)reading.Order!;
        return Revision.Named(await Change(entity, form, Revision.Version(order, reading.Version, expected), commandContext), entity, order,
            expected);
    }

    protected override long Seen(object order, long version) => ((InputState)order).Revision;

    protected override bool IsSeen(Reading reading, long? expected) => Revision.IsSeen((InputState)reading.Order!, expected);

    private async Task<(InputConfig Config, Reply? Refused)> Take(ResourceClaims resourceClaims, EntityId input, InputForm form,
        CancellationToken stop)
    {
        var sketch = form.Sketch;
        var (address, noPort) = await listenPorts.Choose(resourceClaims, form.Address);
        if (noPort is not null)
            return (sketch, noPort);
        if (loops.OfInput(input.Id, new(address.Url) { Options = address.Options }) is { } loop)
            return (sketch, new Refused(loop));
        if (PortWithFfmpeg(input.Id, address) is { } conflict)
            return (sketch, new Refused(conflict));
        var (clear, destroyed) = await address.Open(secrets, stop);
        if (destroyed is not null)
            return (sketch, new Refused(ConfigRefusals.Destroyed("input", destroyed)));
        // Existing reservations are kept; only new ones are requested.
        List<(ReservationId What, string Field, string? Value)> wanted = [(ReservationId.Name("input", sketch.Name), "name", sketch.Name)];
        if (ExclusiveResources.Port(hash, address.Url, address.Options, clear, isIngest: true) is { } port)
        {
            if (listenPorts.WhyNot(port, sketch.Reserved) is { } shared)
                return (sketch, new Refused(shared));
            wanted.Add((port, "address.url", null));
        }
        var reserving = resourceClaims.Reserve(wanted.Where(w => !sketch.Reserved.Contains(w.What.Id, StringComparer.Ordinal)));
        var sealing = address.Seal(resourceClaims, stop);
        await Task.WhenAll(reserving, sealing);
        return await reserving is { } refused
            ? (sketch, refused)
            : (sketch with { Address = await sealing, Reserved = [.. wanted.Select(w => w.What.Id)] }, null);
    }

    /// <summary>
    /// FFmpeg needs its port for itself, while native RTMP inputs share one. The catalogue may lack an input that is being created; if so,
    /// the second of them fails to listen.
    /// </summary>
    private Refusal? PortWithFfmpeg(string id, AddressForm address)
    {
        if (ExclusiveResources.PublisherPort(address.Url, address.Options) is not { } own)
            return null;
        foreach (var other in Catalogue.All(InputId.Kind).Where(e => e.Id.Id != id))
        {
            if (other.Order is InputState { Config.Address: { } there } && there.Options.ContainsKey("mode")
                && ExclusiveResources.PublisherPort(there.Url, there.Options) is { } its && its.Port == own.Port
                && its.IsShared != own.IsShared)
                return new Refusal("taken", $"Port {own.Port}: {other.Id} listens there, and an input with driver=ffmpeg shares its port "
                    + "with no other. Choose another port, or leave out driver=ffmpeg.",
                    [new FieldFault("address.url", null, "another port")]);
        }
        return null;
    }

    private static Reply Settle(ResourceClaims resourceClaims, Reply reply) =>
        resourceClaims.Settle(reply, static happened => happened switch
    {
        InputCreated e => (e.Attempt, e.Config.Address.Secrets.Values),
        InputEdited e => (e.Attempt, e.Config.Address.Secrets.Values),
        _ => null,
    });
}
