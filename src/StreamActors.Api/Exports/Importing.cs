using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using StreamActors.Domain.Inputs;
using StreamActors.Domain.Outputs;
using StreamActors.Kernel;
using StreamActors.Wire;

namespace StreamActors.Api;

/// <summary>One import on its way: each thing is created or edited as if it had been sent by itself, inputs before outputs.</summary>
internal sealed class Importing(InputDesk inputs, OutputDesk outputs, IEntities entities, Catalogue catalogue, Call call)
{
    private readonly List<string> _created = [];
    private readonly List<string> _changed = [];
    private readonly List<string> _unchanged = [];
    private readonly List<string> _removed = [];
    private readonly List<RefusedView> _refused = [];

    public ImportView View => new(_created, _changed, _unchanged, _removed, _refused);

    public async Task Take(InputDraft draft)
    {
        var before = draft.Id is { } id && InputId.IsWellFormed(id) ? catalogue.Find(new InputId(id).EntityId) : null;
        var (entity, reply) = before is { Order: InputState { Config: not null } }
            ? await inputs.Edit(draft.Id!, Patch(draft, WireJson.Plain.InputDraft), null, Command("input", draft.Id), call.Origin, call.Stop)
            : await inputs.Create(draft, Command("input", draft.Id ?? draft.Name), call.Origin, call.Stop);
        await Note($"input/{draft.Id ?? draft.Name}", entity, reply, before);
    }

    public async Task Take(OutputDraft draft)
    {
        var before = draft.Id is { } id && OutputId.IsWellFormed(id) ? catalogue.Find(new OutputId(id).EntityId) : null;
        var (entity, reply) = before is { Order: OutputState { Config: not null } }
            ? await outputs.Edit(draft.Id!, Patch(draft, WireJson.Plain.OutputDraft), null, Command("output", draft.Id), call.Origin, call.Stop)
            : await outputs.Create(draft, Command("output", draft.Id ?? draft.Name), call.Origin, call.Stop);
        await Note($"output/{draft.Id ?? draft.Name}", entity, reply, before);
    }

    /// <summary>What is there and not in the file: outputs first, since they hold their inputs.</summary>
    public async Task RemoveOthers(IReadOnlySet<string> inputIds, IReadOnlySet<string> outputIds)
    {
        foreach (var entry in catalogue.All(OutputId.Kind).Where(e => e.Order is OutputState { Config: not null } && !outputIds.Contains(e.Id.Id)).ToList())
        {
            await Remove(entry.Id, new RemoveOutput());
            // Its input would let it go by the follower; here it is not waited for.
            await entities.Ask(new InputId(((OutputState)entry.Order).Config!.Input).EntityId, new DetachOutput(entry.Id.Id) { Origin = call.Origin }, CommandId.Nameless);
        }
        foreach (var entry in catalogue.All(InputId.Kind).Where(e => e.Order is InputState { Config: not null } && !inputIds.Contains(e.Id.Id)).ToList())
            await Remove(entry.Id, new RemoveInput());
    }

    private async Task Remove(EntityId id, Command remove)
    {
        var reply = await entities.Ask(id, remove with { Origin = call.Origin }, CommandId.Of($"{call.Command}|remove|{id}"));
        if (reply is Done done)
        {
            await catalogue.Learn(id, done, call.Principal.Who);
            _removed.Add(id.ToString());
        }
        else
        {
            _refused.Add(Many.Refused(id.ToString(), reply));
        }
    }

    private async Task Note(string shown, EntityId id, Reply reply, Entry? before)
    {
        if (reply is not Done done)
        {
            _refused.Add(Many.Refused(shown, reply));
            return;
        }
        await catalogue.Learn(id, done, call.Principal.Who);
        var created = done.Events.Any(e => e is InputCreated or OutputCreated);
        (created ? _created : done.Version == before?.Version ? _unchanged : _changed).Add(id.ToString());
    }

    private CommandId Command(string kind, string? id) => CommandId.Of($"{call.Command}|{kind}|{id}");

    /// <summary>What a draft leaves out is left as it is, its secrets above all.</summary>
    private static JsonElement Patch<T>(T draft, JsonTypeInfo<T> type)
    {
        var patch = JsonSerializer.SerializeToNode(draft, type)!.AsObject();
        foreach (var name in patch.Where(f => f.Value is null).Select(f => f.Key).ToList())
            patch.Remove(name);
        if (patch["address"] is System.Text.Json.Nodes.JsonObject address)
        {
            foreach (var name in address.Where(f => f.Value is null).Select(f => f.Key).ToList())
                address.Remove(name);
        }
        return JsonSerializer.SerializeToElement(patch, NodeJson.Default.JsonObject);
    }
}
