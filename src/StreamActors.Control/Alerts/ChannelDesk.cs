using System.Text.Json;
using StreamActors.Domain.Alerts;
using StreamActors.Kernel;
using StreamActors.Wire;

namespace StreamActors.Control;

/// <summary>A channel claims nothing; its secrets are encrypted.</summary>
public sealed class ChannelDesk(IEntities entities, Catalogue catalogue, ISecrets secrets, Stripes stripes, Quota quota)
    : Desk<ChannelDraft, ChannelConfig, ChannelForm>("channel", ChannelId.Kind, WireJson.Plain.ChannelDraft, entities, catalogue, stripes, quota)
{
    protected override (ChannelForm Form, IReadOnlyList<FieldFault> Faults) Read(ChannelDraft draft, string id, ChannelConfig? before, JsonElement? patch)
    {
        var form = ChannelForm.Read(draft, id, before);
        return (form, form.Faults);
    }

    protected override ChannelConfig? There(string id, object order) => ((ChannelState)order).Config;

    protected override ChannelDraft Draft(string id, ChannelConfig config) => ChannelShown.Draft(id, config);

    protected override ChannelForm Form(ChannelConfig config) => new(config, [], []);

    protected override async Task<bool> IsSame(ChannelForm form, ChannelConfig before) => await form.IsSame(before, secrets);

    protected override async Task<Reply> Make(EntityId entity, ChannelForm form, Errand errand)
    {
        if (Quota.Of(entity) is { } full)
            return new Refused(full);
        await using var taking = new Taking(Entities, secrets, entity, errand.Origin);
        return Settle(taking, await Entities.Ask(entity, new CreateChannel(await form.Seal(taking, errand.Stop)) { Origin = errand.Origin }, errand.Command));
    }

    protected override async Task<Reply> Change(EntityId entity, ChannelForm form, long version, Errand errand)
    {
        await using var taking = new Taking(Entities, secrets, entity, errand.Origin);
        return Settle(taking, await Entities.Ask(entity, new EditChannel(await form.Seal(taking, errand.Stop)) { Origin = errand.Origin }, errand.Command, version));
    }

    private static Reply Settle(Taking taking, Reply reply) => taking.Settle(reply, happened => happened switch
    {
        ChannelCreated e => (taking.Attempt, e.Config.Secrets.Values),
        ChannelEdited e => (taking.Attempt, e.Config.Secrets.Values),
        _ => null,
    });
}
