using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using StreamActors.Domain.Alerts;
using StreamActors.Domain.Inputs;
using StreamActors.Domain.Outputs;
using StreamActors.Kernel;
using StreamActors.Wire;

namespace StreamActors.Control;

/// <summary>
/// One import: each item is created or edited as by its own request, in parallel, inputs before outputs; or checked only, in a dry run.
/// </summary>
public sealed class Importing(ConfigEditors configEditors, IEntities entities, Catalogue catalogue, CommandContext commandContext,
    bool isDry)
{
    private const int AtOnce = 16;
    private static readonly TimeSpan FollowersTimeout = TimeSpan.FromSeconds(30);

    private readonly List<(string Id, string What, Reply? Refused)> _outcomes = [];

    /// <summary>Each item, the result (created, changed, unchanged, removed, refused), and the refusal.</summary>
    public IReadOnlyList<(string Id, string What, Reply? Refused)> Outcomes => _outcomes;

    public Task Take(IReadOnlyList<InputDraft> drafts) =>
        Take(configEditors.Inputs, InputId.Kind, drafts, WireJson.Plain.InputDraft, before => before is InputState { Config: not null });

    /// <param name="inputs">The inputs of the same file: in a dry run they do not exist yet.</param>
    public Task Take(IReadOnlyList<OutputDraft> drafts, IReadOnlyList<InputDraft> inputs) => Take(
        configEditors.Outputs, OutputId.Kind, drafts, WireJson.Plain.OutputDraft, before => before is OutputState { Config: not null },
        draft => inputs.Any(i => i.Id == draft.Input) || catalogue.Find(InputId.Kind, draft.Input)?.Order is InputState { Config: not null }
            ? null : OutputEditor.NoInput(draft.Input));

    public Task Take(IReadOnlyList<ChannelDraft> drafts) =>
        Take(configEditors.Channels, ChannelId.Kind, drafts, WireJson.Plain.ChannelDraft,
        before => before is ChannelState { Config: not null });

    public Task Take(IReadOnlyList<AlertRuleDraft> drafts) =>
        Take(configEditors.Rules, AlertRuleId.Kind, drafts, WireJson.Plain.AlertRuleDraft,
        before => before is AlertRuleState { Config: not null });

    private Task Take<TDraft, TConfig, TForm>(
        ConfigEditor<TDraft, TConfig, TForm> configEditor, string kind, IReadOnlyList<TDraft> drafts, JsonTypeInfo<TDraft> type,
        Func<object?, bool> isThere, Func<TDraft, Refusal?>? without = null)
        where TDraft : class, IDraft
        where TConfig : class => Each(drafts, async draft =>
    {
        var (id, shown) = (draft.Id, $"{kind}/{draft.Id ?? draft.Name}");
        // A built-in rule exists before it was ever stored.
        var known = id is not null
            && (isThere(catalogue.Find(kind, id)?.Order) || (kind == AlertRuleId.Kind && ShippedRules.All.ContainsKey(id)));
        if (isDry)
        {
            var (what, refused) = without?.Invoke(draft) is { } missing ? ("refused", new Refused(missing))
                : await configEditor.Preview(draft, known ? Patch(draft, type) : null);
            return (shown, what, refused);
        }
        var part = commandContext with { Command = CommandId.Of($"{commandContext.Command}|{kind}|{id ?? draft.Name}") };
        var (entity, reply) = known ? await configEditor.Edit(id!, Patch(draft, type), null, part) : await configEditor.Create(draft, part);
        return await Outcome(shown, entity, reply);
    });

    /// <param name="outputs">The outputs of the same file: their inputs are kept.</param>
    public async Task Remove(Removals others, IReadOnlyList<OutputDraft> outputs)
    {
        await Each(others.Outputs, entry => Remove(entry.Id, new RemoveOutput()));
        // Inputs detach removed outputs with a short delay, and the next steps need the slots or remove the inputs.
        if (!isDry)
            await catalogue.Until(() => others.Outputs.All(o => !HasPlace(((OutputState)o.Order).Config!.Input, o.Id.Id)),
                commandContext.Stop, FollowersTimeout);
        await Each(others.Inputs, entry => isDry && outputs.FirstOrDefault(o => IsFedBy(o, entry.Id.Id)) is { } fed
            ? Task.FromResult((entry.Id.ToString(), "refused", (Reply?)new Refused(
            new Refusal("in-use", $"output/{fed.Id} in the file is fed by this input."))))
            : Remove(entry.Id, new RemoveInput()));
        await Each(others.Rules, entry => Remove(entry.Id, new RemoveAlertRule()));
        await Each(others.Channels, entry => Remove(entry.Id, new RemoveChannel()));
    }

    private bool IsFedBy(OutputDraft output, string input) =>
        output.Id is { } id && catalogue.Find(OutputId.Kind, id)?.Order is OutputState { Config: { } config } && config.Input == input;

    /// <summary>Whether the input still has a slot for a removed output. Outputs that could not be removed keep theirs.</summary>
    private bool HasPlace(string input, string output) =>
        catalogue.Find(InputId.Kind, input)?.Order is InputState order && order.Outputs.ContainsKey(output)
        && catalogue.Find(OutputId.Kind, output)?.Order is OutputState { Config: null };

    private async Task Each<T>(IReadOnlyList<T> all, Func<T, Task<(string, string, Reply?)>> take)
    {
        var outcomes = new (string, string, Reply?)[all.Count];
        await Parallel.ForAsync(0, all.Count, new ParallelOptions { MaxDegreeOfParallelism = AtOnce,
            CancellationToken = commandContext.Stop }, async (n, _) => outcomes[n] = await take(all[n]));
        _outcomes.AddRange(outcomes);
    }

    private async Task<(string, string, Reply?)> Remove(EntityId id, Command remove)
    {
        if (isDry)
            return (id.ToString(), "removed", null);
        var reply = await entities.Ask(id, remove with { Origin = commandContext.Origin },
            CommandId.Of($"{commandContext.Command}|remove|{id}"));
        if (reply is not Done done)
            return (id.ToString(), "refused", reply);
        await catalogue.Learn(id, done, commandContext.Origin.Who);
        return (id.ToString(), "removed", null);
    }

    private async Task<(string, string, Reply?)> Outcome(string shown, EntityId id, Reply reply)
    {
        if (reply is not Done done)
            return (shown, "refused", reply);
        await catalogue.Learn(id, done, commandContext.Origin.Who);
        var created = done.Events.Any(e => e is InputCreated or OutputCreated or AlertRuleCreated or ChannelCreated);
        return (id.ToString(), created ? "created" : done.Events.Count == 0 ? "unchanged" : "changed", null);
    }

    /// <summary>Absent fields stay as they are, secrets in particular.</summary>
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
