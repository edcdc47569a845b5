using System.Collections.Immutable;
using System.Text.Json;
using StreamActors.Domain;
using StreamActors.Domain.Inputs;
using StreamActors.Domain.Reservations;
using StreamActors.Kernel;
using StreamActors.Wire;

namespace StreamActors.Api;

/// <summary>From what an operator sends to a stored input: check it, take what it needs, say the command; or give back what was taken.</summary>
internal sealed class InputDesk(IEntities entities, ISecrets secrets, Loops loops, Stripes stripes, Quota quota)
{
    public async Task<(EntityId Id, Reply Reply)> Create(InputDraft draft, CommandId command, Origin origin, CancellationToken stop)
    {
        var form = AddressForm.Read(draft.Address, isIngest: true);
        foreach (var id in Ids.For(draft.Id, draft.Name, "input"))
        {
            var (sketch, faults) = Sketch(draft, id);
            faults = [.. faults, .. form.Faults(isIngest: true)];
            if (faults.Count > 0)
                return (default, new Refused(Faulty.Refusal("input", faults)));
            var input = new InputId(id).EntityId;
            using var turn = await stripes.Enter(input, stop);
            var reply = await Create(input, sketch, form, command, origin, stop);
            if (draft.Id is not null || reply is not Refused { Refusal.Code: "exists" })
                return (input, reply);
        }
        return (default, new Refused(Faulty.NoFreeId));
    }

    public async Task<(EntityId Id, Reply Reply)> Edit(string id, JsonElement patch, long? expected, CommandId command, Origin origin, CancellationToken stop)
    {
        var input = new InputId(id).EntityId;
        using var turn = await stripes.Enter(input, stop);
        var reading = await entities.Read(input);
        if (reading.Failure is { } failure)
            return (input, failure);
        if (reading.Order is not InputState { Config: { } before } order)
            return (input, new Refused(Faulty.NotFound("input", id)));
        var (draft, faults) = MergePatch.Over(InputShown.Draft(id, before), patch, WireJson.Plain.InputDraft);
        if (draft is null)
            return (input, new Refused(Faulty.Refusal("input", faults)));
        var form = AddressForm.Read(draft.Address, isIngest: true, before.Address, patch);
        (var sketch, faults) = Sketch(draft, id);
        sketch = sketch with { Reserved = before.Reserved };
        faults = [.. faults, .. Ids.Kept(id, draft.Id), .. form.Faults(isIngest: true)];
        if (faults.Count > 0)
            return (input, new Refused(Faulty.Refusal("input", faults)));

        // The edit is laid over what was just read, and over nothing that came in between; with If-Match only where that was seen.
        var version = Revision.Version(order, reading.Version, expected);
        return (input, Revision.Named(await Change(input, sketch, form, version, command, origin, stop), input, order, expected));
    }

    /// <summary>As it was once, its secrets still sealed.</summary>
    public async Task<Reply> Restore(EntityId input, InputConfig config, long version, CommandId command, Origin origin, CancellationToken stop)
    {
        using var turn = await stripes.Enter(input, stop);
        return await Change(input, config, AddressForm.Of(config.Address), version, command, origin, stop);
    }

    /// <summary>What was removed, anew.</summary>
    public async Task<Reply> Recreate(EntityId input, InputConfig config, CommandId command, Origin origin, CancellationToken stop)
    {
        using var turn = await stripes.Enter(input, stop);
        return await Create(input, config with { Reserved = [] }, AddressForm.Of(config.Address), command, origin, stop);
    }

    private async Task<Reply> Change(EntityId input, InputConfig sketch, AddressForm form, long version, CommandId command, Origin origin, CancellationToken stop)
    {
        await using var taking = new Taking(entities, secrets, input, origin);
        var (config, refused) = await Take(taking, input, sketch, form, stop);
        return refused ?? Settle(taking, await entities.Ask(input, new EditInput(config, taking.Attempt) { Origin = origin }, command, version));
    }

    private async Task<Reply> Create(EntityId input, InputConfig sketch, AddressForm form, CommandId command, Origin origin, CancellationToken stop)
    {
        var asItIs = new CreateInput(sketch with { Address = new(form.Url) }) { Origin = origin };
        if (await entities.Known<InputState>(input, i => i.Config is not null, asItIs, command) is { } known)
            return known;
        if (quota.Of(input) is { } full)
            return new Refused(full);
        await using var taking = new Taking(entities, secrets, input, origin);
        var (config, refused) = await Take(taking, input, sketch, form, stop);
        return refused ?? Settle(taking, await entities.Ask(input, new CreateInput(config, taking.Attempt) { Origin = origin }, command));
    }

    private async Task<(InputConfig Config, Reply? Refused)> Take(Taking taking, EntityId input, InputConfig sketch, AddressForm form, CancellationToken stop)
    {
        if (loops.OfInput(input.Id, new(form.Url) { Options = form.Options }) is { } loop)
            return (sketch, new Refused(loop));
        // What it has reserved is held for it; only what is new is asked for.
        List<(ReservationId What, string Field, string? Value)> wanted = [(ReservationId.Name("input", sketch.Name), "name", sketch.Name)];
        if (Scarce.IngestPort(form.Url, form.Options) is { } port)
            wanted.Add((port, "address.url", null));
        if (await taking.Reserve(wanted.Where(w => !sketch.Reserved.Contains(w.What.Id, StringComparer.Ordinal))) is { } refused)
            return (sketch, refused);
        return (sketch with { Address = await form.Seal(taking, stop), Reserved = [.. wanted.Select(w => w.What.Id)] }, null);
    }

    private static Reply Settle(Taking taking, Reply reply) => taking.Settle(reply, static happened => happened switch
    {
        InputCreated e => (e.Attempt, e.Config.Address.Secrets.Values),
        InputEdited e => (e.Attempt, e.Config.Address.Secrets.Values),
        _ => null,
    });

    /// <summary>Everything of it but what has to be taken first.</summary>
    private static (InputConfig Config, IReadOnlyList<FieldFault> Faults) Sketch(InputDraft draft, string id)
    {
        var (stallAfter, fault) = Faulty.StallAfter(draft.StallAfter);
        var config = new InputConfig((draft.Name ?? id).Trim(), new(draft.Address.Url), draft.On ?? false)
        {
            Labels = draft.Labels?.ToImmutableSortedDictionary(StringComparer.Ordinal) ?? ImmutableSortedDictionary<string, string>.Empty,
            StallAfter = stallAfter,
            OutputLimit = draft.OutputLimit ?? 20,
        };
        return (config,
        [
            .. Ids.Faults(id),
            .. fault,
            .. ConfigRules.Check(config.Name, config.Labels, config.StallAfter).Where(f => id.Length > 0 || f.Field != "name"),
            .. config.OutputLimit is >= 1 and <= InputDecider.MaxOutputLimit ? Array.Empty<FieldFault>() : [new("outputLimit", $"{config.OutputLimit}", $"1 to {InputDecider.MaxOutputLimit}")],
        ]);
    }
}
