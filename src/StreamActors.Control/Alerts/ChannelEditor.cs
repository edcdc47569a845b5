using System.Text.Json;
using StreamActors.Domain.Alerts;
using StreamActors.Kernel;
using StreamActors.Wire;

namespace StreamActors.Control;

/// <summary>A channel claims nothing; its secrets are encrypted.</summary>
public sealed class ChannelEditor(IEntities entities, Catalogue catalogue, ISecrets secrets, KeyedLock keyedLock, Quota quota)
    : ConfigEditor<ChannelDraft, ChannelConfig, ChannelForm>("channel", ChannelId.Kind, WireJson.Plain.ChannelDraft, entities, catalogue,
    keyedLock, quota)
{
    protected override (ChannelForm Form, IReadOnlyList<FieldFault> Faults) Read(ChannelDraft draft, string id, ChannelConfig? before,
        JsonElement? patch)
    {
        var form = ChannelForm.Read(draft, id, before);
        return (form, form.Faults);
    }

    protected override ChannelConfig? Existing(string id, object order) => ((ChannelState)order).Config;

    protected override ChannelDraft Draft(string id, ChannelConfig config) => ChannelMapping.Draft(id, config);

    protected override ChannelForm Form(ChannelConfig config) => new(config, [], []);

    protected override async Task<bool> IsSame(ChannelForm form, ChannelConfig before) => await form.IsSame(before, secrets);

    protected override async Task<Reply> Make(EntityId entity, ChannelForm form, CommandContext commandContext)
    {
        if (Quota.Of(entity) is { } full)
            return new Refused(full);
        await using var resourceClaims = new ResourceClaims(Entities, secrets, entity, commandContext.Origin);
        return Settle(resourceClaims,
            await Entities.Ask(entity, new CreateChannel(await form.Seal(resourceClaims, commandContext.Stop)) {
                Origin = commandContext.Origin }, commandContext.Command));
    }

    protected override async Task<Reply> Change(EntityId entity, ChannelForm form, long version, CommandContext commandContext)
    {
        await using var resourceClaims = new ResourceClaims(Entities, secrets, entity, commandContext.Origin);
        return Settle(resourceClaims,
            await Entities.Ask(entity, new EditChannel(await form.Seal(resourceClaims, commandContext.Stop)) {
                Origin = commandContext.Origin }, commandContext.Command, version));
    }

    private static Reply Settle(ResourceClaims resourceClaims, Reply reply) => resourceClaims.Settle(reply, happened => happened switch
    {
        ChannelCreated e => (resourceClaims.Attempt, e.Config.Secrets.Values),
        ChannelEdited e => (resourceClaims.Attempt, e.Config.Secrets.Values),
        _ => null,
    });
}
