using System.Text.Json;
using StreamActors.Domain.Alerts;
using StreamActors.Kernel;
using StreamActors.Wire;

namespace StreamActors.Api;

/// <summary>From what an operator sends to a stored channel: check it, seal its secrets, say the command.</summary>
internal sealed class ChannelDesk(IEntities entities, ISecrets secrets, Stripes stripes, Quota quota)
{
    public async Task<(EntityId Id, Reply Reply)> Create(ChannelDraft draft, CommandId command, Origin origin, CancellationToken stop)
    {
        foreach (var id in Ids.For(draft.Id, draft.Name, "channel"))
        {
            var form = ChannelForm.Read(draft, id, before: null);
            if (form.Faults.Count > 0)
                return (default, new Refused(Faulty.Refusal("channel", form.Faults)));
            var channel = new ChannelId(id).EntityId;
            using var turn = await stripes.Enter(channel, stop);
            await using var taking = new Taking(entities, secrets, channel, origin);
            var reply = Settle(taking, await Create(channel, await form.Seal(taking, stop), CommandId.Of($"{command}|{channel}"), origin));
            if (draft.Id is not null || reply is not Refused { Refusal.Code: "exists" })
                return (channel, reply);
        }
        return (default, new Refused(Faulty.NoFreeId));
    }

    public async Task<(EntityId Id, Reply Reply)> Edit(string id, JsonElement patch, long? expected, CommandId command, Origin origin, CancellationToken stop)
    {
        var channel = new ChannelId(id).EntityId;
        using var turn = await stripes.Enter(channel, stop);
        var reading = await entities.Read(channel);
        if (reading.Failure is { } failure)
            return (channel, failure);
        if (reading.Order is not ChannelState { Config: { } before })
            return (channel, new Refused(Faulty.NotFound("channel", id)));
        var (draft, wrong) = MergePatch.Over(ChannelShown.Draft(id, before), patch, WireJson.Plain.ChannelDraft);
        if (draft is null)
            return (channel, new Refused(Faulty.Refusal("channel", wrong)));
        var form = ChannelForm.Read(draft, id, before);
        form.Faults.AddRange(Ids.Kept(id, draft.Id));
        if (form.Faults.Count > 0)
            return (channel, new Refused(Faulty.Refusal("channel", form.Faults)));
        await using var taking = new Taking(entities, secrets, channel, origin);
        return (channel, Settle(taking, await Restore(channel, await form.Seal(taking, stop), expected ?? reading.Version, command, origin)));
    }

    /// <summary>As it was once, its secrets still sealed.</summary>
    public async Task<Reply> Restore(EntityId channel, ChannelConfig config, long version, CommandId command, Origin origin) =>
        await entities.Ask(channel, new EditChannel(config) { Origin = origin }, command, version);

    public async Task<Reply> Create(EntityId channel, ChannelConfig config, CommandId command, Origin origin) =>
        quota.Of(channel) is { } full ? new Refused(full) : await entities.Ask(channel, new CreateChannel(config) { Origin = origin }, command);

    private static Reply Settle(Taking taking, Reply reply) => taking.Settle(reply, happened => happened switch
    {
        ChannelCreated e => (taking.Attempt, e.Config.Secrets.Values),
        ChannelEdited e => (taking.Attempt, e.Config.Secrets.Values),
        _ => null,
    });
}
