using System.Collections.Immutable;
using System.Text.Json;
using StreamActors.Domain;
using StreamActors.Domain.Inputs;
using StreamActors.Domain.Outputs;
using StreamActors.Domain.Reservations;
using StreamActors.Kernel;
using StreamActors.Wire;

namespace StreamActors.Api;

/// <summary>From what an operator sends to a stored output: check it, take what it needs, a slot at its input included, say the command; or give back what was taken.</summary>
internal sealed class OutputDesk(IEntities entities, ISecrets secrets, IKeyedHash hash, Loops loops, Stripes stripes, Quota quota)
{
    public async Task<(EntityId Id, Reply Reply)> Create(OutputDraft draft, CommandId command, Origin origin, CancellationToken stop)
    {
        var form = AddressForm.Read(draft.Address, isIngest: false);
        foreach (var id in Ids.For(draft.Id, draft.Name, "output"))
        {
            var (sketch, faults) = Sketch(draft, id, slot: 0);
            faults = [.. faults, .. form.Faults(isIngest: false)];
            if (faults.Count > 0)
                return (default, new Refused(Faulty.Refusal("output", faults)));
            var output = new OutputId(id).EntityId;
            using var turn = await stripes.Enter(output, stop);
            var reply = await Create(output, sketch, form, command, origin, stop);
            if (draft.Id is not null || reply is not Refused { Refusal.Code: "exists" })
                return (output, reply);
        }
        return (default, new Refused(Faulty.NoFreeId));
    }

    public async Task<(EntityId Id, Reply Reply)> Edit(string id, JsonElement patch, long? expected, CommandId command, Origin origin, CancellationToken stop)
    {
        var output = new OutputId(id).EntityId;
        using var turn = await stripes.Enter(output, stop);
        var reading = await entities.Read(output);
        if (reading.Failure is { } failure)
            return (output, failure);
        if (reading.Order is not OutputState { Config: { } before })
            return (output, new Refused(Faulty.NotFound("output", id)));
        var (draft, faults) = MergePatch.Over(OutputShown.Draft(id, before), patch, WireJson.Plain.OutputDraft);
        if (draft is null)
            return (output, new Refused(Faulty.Refusal("output", faults)));
        var form = AddressForm.Read(draft.Address, isIngest: false, before.Address, patch);
        (var sketch, faults) = Sketch(draft, id, before.Slot);
        sketch = sketch with { Reserved = before.Reserved };
        faults = [.. faults, .. Ids.Kept(id, draft.Id), .. form.Faults(isIngest: false)];
        if (faults.Count > 0)
            return (output, new Refused(Faulty.Refusal("output", faults)));

        // Without If-Match the edit is laid over what was just read, and over nothing that came in between.
        return (output, await Change(output, sketch, form, before.Input, expected ?? reading.Version, command, origin, stop));
    }

    /// <summary>As it was once, its secrets still sealed.</summary>
    public async Task<Reply> Restore(EntityId output, OutputConfig config, long version, CommandId command, Origin origin, CancellationToken stop)
    {
        using var turn = await stripes.Enter(output, stop);
        return await Change(output, config, AddressForm.Of(config.Address), config.Input, version, command, origin, stop);
    }

    /// <summary>What was removed, anew.</summary>
    public async Task<Reply> Recreate(EntityId output, OutputConfig config, CommandId command, Origin origin, CancellationToken stop)
    {
        using var turn = await stripes.Enter(output, stop);
        return await Create(output, config with { Reserved = [] }, AddressForm.Of(config.Address), command, origin, stop);
    }

    private async Task<Reply> Change(EntityId output, OutputConfig sketch, AddressForm form, string input, long version, CommandId command, Origin origin, CancellationToken stop)
    {
        await using var taking = new Taking(entities, secrets, output, origin);
        // For another input nothing is taken: the output itself refuses to leave its own.
        var (config, refused) = sketch.Input == input ? await Take(taking, output, sketch, form, stop) : (sketch, null);
        return refused ?? Settle(taking, await entities.Ask(output, new EditOutput(config, taking.Attempt) { Origin = origin }, command, version));
    }

    private async Task<Reply> Create(EntityId output, OutputConfig sketch, AddressForm form, CommandId command, Origin origin, CancellationToken stop)
    {
        var asItIs = new CreateOutput(sketch with { Address = new(form.Url) }) { Origin = origin };
        if (await entities.Known<OutputState>(output, o => o.Config is not null, asItIs, command) is { } known)
            return known;
        if (quota.Of(output) is { } over)
            return new Refused(over);
        await using var taking = new Taking(entities, secrets, output, origin);
        var (taken, seat) = (Take(taking, output, sketch, form, stop), Attach(taking, sketch.Input));
        await Task.WhenAll(taken, seat); // together, and both to their end: what either has taken is given back
        var ((config, refused), (slot, full)) = (await taken, await seat);
        return refused ?? full ?? Settle(taking, await entities.Ask(output, new CreateOutput(config with { Slot = slot }, taking.Attempt) { Origin = origin }, command));
    }

    private static async Task<(int Slot, Reply? Refused)> Attach(Taking taking, string input)
    {
        var (slot, refused) = await taking.Attach(new InputId(input).EntityId);
        return refused is Refused { Refusal.Code: "not-found" }
            ? (0, new Refused(Faulty.Refusal("output", [new FieldFault("input", input, "the id of an input: there is none of this one")])))
            : (slot, refused);
    }

    private async Task<(OutputConfig Config, Reply? Refused)> Take(Taking taking, EntityId output, OutputConfig sketch, AddressForm form, CancellationToken stop)
    {
        if (loops.OfOutput(sketch.Input, output.Id, new(form.Url) { Options = form.Options }) is { } loop)
            return (sketch, new Refused(loop));
        var clear = form.Fresh.Select(f => (f.Key, f.Value)).ToList();
        foreach (var (name, box) in form.Kept)
        {
            if (await secrets.Open(box, stop) is not { } opened)
                return (sketch, new Refused(Faulty.Refusal("output", [new FieldFault($"address.secrets.{name}", Secret.Mask, "the secret itself: the one that was kept has been destroyed")])));
            clear.Add((name, opened));
        }
        List<(ReservationId What, string Field, string? Value)> wanted =
        [
            (ReservationId.Name("output", sketch.Name), "name", sketch.Name),
            (Scarce.Destination(hash, form.Url, clear), "address.url", null),
        ];
        if (Scarce.Port(form.Url, form.Options) is { } port)
            wanted.Add((port, "address.url", null));
        // What it has reserved is held for it; only what is new is asked for.
        if (await taking.Reserve(wanted.Where(w => !sketch.Reserved.Contains(w.What.Id, StringComparer.Ordinal))) is { } refused)
            return (sketch, refused);
        return (sketch with { Address = await form.Seal(taking, stop), Reserved = [.. wanted.Select(w => w.What.Id)] }, null);
    }

    private static Reply Settle(Taking taking, Reply reply) => taking.Settle(reply, static happened => happened switch
    {
        OutputCreated e => (e.Attempt, e.Config.Address.Secrets.Values),
        OutputEdited e => (e.Attempt, e.Config.Address.Secrets.Values),
        _ => null,
    });

    /// <summary>Everything of it but what has to be taken first.</summary>
    private static (OutputConfig Config, IReadOnlyList<FieldFault> Faults) Sketch(OutputDraft draft, string id, int slot)
    {
        var (stallAfter, fault) = Faulty.StallAfter(draft.StallAfter);
        var config = new OutputConfig((draft.Name ?? id).Trim(), draft.Input, slot, new(draft.Address.Url), draft.On ?? false)
        {
            Labels = draft.Labels?.ToImmutableSortedDictionary(StringComparer.Ordinal) ?? ImmutableSortedDictionary<string, string>.Empty,
            StallAfter = stallAfter,
        };
        return (config,
        [
            .. Ids.Faults(id),
            .. fault,
            .. ConfigRules.Check(config.Name, config.Labels, config.StallAfter).Where(f => id.Length > 0 || f.Field != "name"),
            .. InputId.IsWellFormed(config.Input) ? Array.Empty<FieldFault>() : [new("input", config.Input, "the id of an input")],
        ]);
    }
}
