using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using StreamActors.Domain.Alerts;
using StreamActors.Domain.Inputs;
using StreamActors.Domain.Outputs;
using StreamActors.Kernel;
using StreamActors.Wire;

namespace StreamActors.Api;

/// <summary>Where each kind of configured thing is created and edited.</summary>
internal sealed record Desks(InputDesk Inputs, OutputDesk Outputs, AlertRuleDesk Rules, ChannelDesk Channels);

/// <summary>One import on its way: each thing is created or edited as if it had been sent by itself, many at once, inputs before outputs.</summary>
internal sealed class Importing(Desks desks, IEntities entities, Catalogue catalogue, Call call)
{
    private const int AtOnce = 16;

    private readonly List<(string Id, string What, RefusedView? Refused)> _outcomes = [];

    public ImportView View => new(Those("created"), Those("changed"), Those("unchanged"), Those("removed"), [.. _outcomes.Select(o => o.Refused).OfType<RefusedView>()]);

    public Task Take(IReadOnlyList<InputDraft> drafts) => Each(drafts, async draft =>
    {
        var before = draft.Id is { } id && InputId.IsWellFormed(id) ? catalogue.Find(new InputId(id).EntityId) : null;
        var (entity, reply) = before is { Order: InputState { Config: not null } }
            ? await desks.Inputs.Edit(draft.Id!, Patch(draft, WireJson.Plain.InputDraft), null, Command("input", draft.Id), call.Origin, call.Stop)
            : await desks.Inputs.Create(draft, Command("input", draft.Id ?? draft.Name), call.Origin, call.Stop);
        return await Outcome($"input/{draft.Id ?? draft.Name}", entity, reply, before);
    });

    public Task Take(IReadOnlyList<OutputDraft> drafts) => Each(drafts, async draft =>
    {
        var before = draft.Id is { } id && OutputId.IsWellFormed(id) ? catalogue.Find(new OutputId(id).EntityId) : null;
        var (entity, reply) = before is { Order: OutputState { Config: not null } }
            ? await desks.Outputs.Edit(draft.Id!, Patch(draft, WireJson.Plain.OutputDraft), null, Command("output", draft.Id), call.Origin, call.Stop)
            : await desks.Outputs.Create(draft, Command("output", draft.Id ?? draft.Name), call.Origin, call.Stop);
        return await Outcome($"output/{draft.Id ?? draft.Name}", entity, reply, before);
    });

    public Task Take(IReadOnlyList<ChannelDraft> drafts) => Each(drafts, async draft =>
    {
        var before = draft.Id is { } id && ChannelId.IsWellFormed(id) ? catalogue.Find(new ChannelId(id).EntityId) : null;
        var (entity, reply) = before is { Order: ChannelState { Config: not null } }
            ? await desks.Channels.Edit(draft.Id!, Patch(draft, WireJson.Plain.ChannelDraft), null, Command("channel", draft.Id), call.Origin, call.Stop)
            : await desks.Channels.Create(draft, Command("channel", draft.Id ?? draft.Name), call.Origin, call.Stop);
        return await Outcome($"channel/{draft.Id ?? draft.Name}", entity, reply, before);
    });

    public Task Take(IReadOnlyList<AlertRuleDraft> drafts) => Each(drafts, async draft =>
    {
        var before = draft.Id is { } id && AlertRuleId.IsWellFormed(id) ? catalogue.Find(new AlertRuleId(id).EntityId) : null;
        var (entity, reply) = before is { Order: AlertRuleState { Config: not null } } || ShippedRules.All.ContainsKey(draft.Id ?? "")
            ? await desks.Rules.Edit(draft.Id!, Patch(draft, WireJson.Plain.AlertRuleDraft), null, Command("alert-rule", draft.Id), call.Origin)
            : await desks.Rules.Create(draft, Command("alert-rule", draft.Id ?? draft.Name), call.Origin);
        return await Outcome($"alert-rule/{draft.Id ?? draft.Name}", entity, reply, before);
    });

    public async Task RemoveOtherAlerting(IReadOnlySet<string> ruleIds, IReadOnlySet<string> channelIds)
    {
        await Each([.. catalogue.All(AlertRuleId.Kind).Where(e => e.Order is AlertRuleState { Config: not null } && !ruleIds.Contains(e.Id.Id)).OrderBy(e => e.Id.Id, StringComparer.Ordinal)], entry => Remove(entry.Id, new RemoveAlertRule()));
        await Each([.. catalogue.All(ChannelId.Kind).Where(e => e.Order is ChannelState { Config: not null } && !channelIds.Contains(e.Id.Id)).OrderBy(e => e.Id.Id, StringComparer.Ordinal)], entry => Remove(entry.Id, new RemoveChannel()));
    }

    /// <summary>What is there and not in the file: outputs first, since they hold their inputs.</summary>
    public async Task RemoveOthers(IReadOnlySet<string> inputIds, IReadOnlySet<string> outputIds)
    {
        await Each([.. catalogue.All(OutputId.Kind).Where(e => e.Order is OutputState { Config: not null } && !outputIds.Contains(e.Id.Id)).OrderBy(e => e.Id.Id, StringComparer.Ordinal)], async entry =>
        {
            var outcome = await Remove(entry.Id, new RemoveOutput());
            // Its input would let it go by the follower; here it is not waited for.
            await entities.Ask(new InputId(((OutputState)entry.Order).Config!.Input).EntityId, new DetachOutput(entry.Id.Id) { Origin = call.Origin }, CommandId.Nameless);
            return outcome;
        });
        await Each(
            [.. catalogue.All(InputId.Kind).Where(e => e.Order is InputState { Config: not null } && !inputIds.Contains(e.Id.Id)).OrderBy(e => e.Id.Id, StringComparer.Ordinal)],
            entry => Remove(entry.Id, new RemoveInput()));
    }

    private async Task Each<T>(IReadOnlyList<T> all, Func<T, Task<(string, string, RefusedView?)>> take)
    {
        var outcomes = new (string, string, RefusedView?)[all.Count];
        await Parallel.ForAsync(0, all.Count, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = call.Stop }, async (n, _) => outcomes[n] = await take(all[n]));
        _outcomes.AddRange(outcomes);
    }

    private async Task<(string, string, RefusedView?)> Remove(EntityId id, Command remove)
    {
        var reply = await entities.Ask(id, remove with { Origin = call.Origin }, CommandId.Of($"{call.Command}|remove|{id}"));
        if (reply is not Done done)
            return (id.ToString(), "refused", Many.Refused(id.ToString(), reply));
        await catalogue.Learn(id, done, call.Principal.Who);
        return (id.ToString(), "removed", null);
    }

    private async Task<(string, string, RefusedView?)> Outcome(string shown, EntityId id, Reply reply, Entry? before)
    {
        if (reply is not Done done)
            return (shown, "refused", Many.Refused(shown, reply));
        await catalogue.Learn(id, done, call.Principal.Who);
        var created = done.Events.Any(e => e is InputCreated or OutputCreated or AlertRuleCreated or ChannelCreated);
        return (id.ToString(), created ? "created" : done.Version == before?.Version ? "unchanged" : "changed", null);
    }

    private IReadOnlyList<string> Those(string what) => [.. _outcomes.Where(o => o.What == what).Select(o => o.Id)];

    private CommandId Command(string kind, string? id) => CommandId.Of($"{call.Command}|{kind}|{id}");

    /// <summary>What a draft leaves out is left as it is, its secrets above all.</summary>
    private static JsonElement Patch<T>(T draft, JsonTypeInfo<T> type)
    {
        var patch = JsonSerializer.SerializeToNode(draft, type)!.AsObject();
        foreach (var part in new[] { patch, patch["address"] as JsonObject ?? [] })
        {
            foreach (var name in part.Where(f => f.Value is null).Select(f => f.Key).ToList())
                part.Remove(name);
        }
        return JsonSerializer.SerializeToElement(patch, NodeJson.Default.JsonObject);
    }
}
