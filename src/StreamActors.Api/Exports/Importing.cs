using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using StreamActors.Domain.Alerts;
using StreamActors.Domain.Inputs;
using StreamActors.Domain.Outputs;
using StreamActors.Kernel;
using StreamActors.Wire;

namespace StreamActors.Api;

/// <summary>One import on its way: each thing is created or edited as if it had been sent by itself, many at once, inputs before outputs.</summary>
internal sealed class Importing(Desks desks, IEntities entities, Catalogue catalogue, Call call)
{
    private const int AtOnce = 16;
    private static readonly TimeSpan FollowersPatience = TimeSpan.FromSeconds(30);

    private readonly List<(string Id, string What, RefusedView? Refused)> _outcomes = [];

    public ImportView View => new(Those("created"), Those("changed"), Those("unchanged"), Those("removed"), [.. _outcomes.Select(o => o.Refused).OfType<RefusedView>()]);

    public Task Take(IReadOnlyList<InputDraft> drafts) => Take(
        InputId.Kind, drafts, d => (d.Id, d.Name), before => before is InputState { Config: not null },
        (d, c) => desks.Inputs.Edit(d.Id!, Patch(d, WireJson.Plain.InputDraft), null, Errand(c)), (d, c) => desks.Inputs.Create(d, Errand(c)));

    public Task Take(IReadOnlyList<OutputDraft> drafts) => Take(
        OutputId.Kind, drafts, d => (d.Id, d.Name), before => before is OutputState { Config: not null },
        (d, c) => desks.Outputs.Edit(d.Id!, Patch(d, WireJson.Plain.OutputDraft), null, Errand(c)), (d, c) => desks.Outputs.Create(d, Errand(c)));

    public Task Take(IReadOnlyList<ChannelDraft> drafts) => Take(
        ChannelId.Kind, drafts, d => (d.Id, d.Name), before => before is ChannelState { Config: not null },
        (d, c) => desks.Channels.Edit(d.Id!, Patch(d, WireJson.Plain.ChannelDraft), null, Errand(c)), (d, c) => desks.Channels.Create(d, Errand(c)));

    public Task Take(IReadOnlyList<AlertRuleDraft> drafts) => Take(
        AlertRuleId.Kind, drafts, d => (d.Id, d.Name), before => before is AlertRuleState { Config: not null },
        (d, c) => desks.Rules.Edit(d.Id!, Patch(d, WireJson.Plain.AlertRuleDraft), null, Errand(c)), (d, c) => desks.Rules.Create(d, Errand(c)));

    private Task Take<T>(
        string kind, IReadOnlyList<T> drafts, Func<T, (string? Id, string? Name)> named, Func<object?, bool> isThere,
        Func<T, CommandId, Task<(EntityId, Reply)>> edit, Func<T, CommandId, Task<(EntityId, Reply)>> create) => Each(drafts, async draft =>
    {
        var (id, name) = named(draft);
        var before = id is null ? null : catalogue.Find(kind, id);
        // A rule that comes with the program is there before it was ever stored.
        var known = id is not null && (isThere(before?.Order) || (kind == AlertRuleId.Kind && ShippedRules.All.ContainsKey(id)));
        var (entity, reply) = await (known ? edit : create)(draft, CommandId.Of($"{call.Command}|{kind}|{id ?? name}"));
        return await Outcome($"{kind}/{id ?? name}", entity, reply);
    });

    public async Task RemoveOtherAlerting(IReadOnlySet<string> ruleIds, IReadOnlySet<string> channelIds)
    {
        await Each([.. catalogue.All(AlertRuleId.Kind).Where(e => e.Order is AlertRuleState { Config: not null } && !ruleIds.Contains(e.Id.Id)).OrderBy(e => e.Id.Id, StringComparer.Ordinal)], entry => Remove(entry.Id, new RemoveAlertRule()));
        await Each([.. catalogue.All(ChannelId.Kind).Where(e => e.Order is ChannelState { Config: not null } && !channelIds.Contains(e.Id.Id)).OrderBy(e => e.Id.Id, StringComparer.Ordinal)], entry => Remove(entry.Id, new RemoveChannel()));
    }

    /// <summary>What is there and not in the file: outputs first, since they hold their inputs.</summary>
    public async Task RemoveOthers(IReadOnlySet<string> inputIds, IReadOnlySet<string> outputIds)
    {
        var others = catalogue.All(OutputId.Kind).Where(e => e.Order is OutputState { Config: not null } && !outputIds.Contains(e.Id.Id)).OrderBy(e => e.Id.Id, StringComparer.Ordinal).ToList();
        await Each(others, entry => Remove(entry.Id, new RemoveOutput()));
        // Their inputs let them go by the follower, in a moment: whoever comes next needs their places, or their inputs gone.
        await catalogue.Until(() => others.TrueForAll(o => !HasPlace(((OutputState)o.Order).Config!.Input, o.Id.Id)), call.Stop, FollowersPatience);
        await Each(
            [.. catalogue.All(InputId.Kind).Where(e => e.Order is InputState { Config: not null } && !inputIds.Contains(e.Id.Id)).OrderBy(e => e.Id.Id, StringComparer.Ordinal)],
            entry => Remove(entry.Id, new RemoveInput()));
    }

    /// <summary>Whether it has one that no longer stands for an output: those that could not be removed keep theirs.</summary>
    private bool HasPlace(string input, string output) => catalogue.Find(InputId.Kind, input)?.Order is InputState order && order.Outputs.ContainsKey(output)
        && catalogue.Find(OutputId.Kind, output)?.Order is OutputState { Config: null };

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

    private async Task<(string, string, RefusedView?)> Outcome(string shown, EntityId id, Reply reply)
    {
        if (reply is not Done done)
            return (shown, "refused", Many.Refused(shown, reply));
        await catalogue.Learn(id, done, call.Principal.Who);
        var created = done.Events.Any(e => e is InputCreated or OutputCreated or AlertRuleCreated or ChannelCreated);
        return (id.ToString(), created ? "created" : done.Events.Count == 0 ? "unchanged" : "changed", null);
    }

    private Errand Errand(CommandId command) => call.Errand with { Command = command };

    private IReadOnlyList<string> Those(string what) => [.. _outcomes.Where(o => o.What == what).Select(o => o.Id)];

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
