using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using StreamActors.Kernel;
using StreamActors.Wire;

namespace StreamActors.Control;

/// <summary>
/// Creates and edits configured entities, for every kind: validates, tries ids made from the name until one is free, handles requests for
/// one entity one after another, and merges edits.
/// </summary>
/// <typeparam name="TDraft">As it is sent.</typeparam>
/// <typeparam name="TConfig">As it is stored.</typeparam>
/// <typeparam name="TForm">In between: validated, but nothing claimed or encrypted yet.</typeparam>
public abstract class ConfigEditor<TDraft, TConfig, TForm>(
    string what, string kind, JsonTypeInfo<TDraft> type, IEntities entities, Catalogue catalogue, KeyedLock keyedLock, Quota quota)
    where TDraft : class, IDraft
    where TConfig : class
{
    private const int EditAttempts = 5;

    protected IEntities Entities => entities;

    protected Catalogue Catalogue => catalogue;

    protected Quota Quota => quota;

    public async Task<(EntityId Id, Reply Reply)> Create(TDraft draft, CommandContext commandContext)
    {
        foreach (var id in Ids.For(draft.Id, draft.Name, what))
        {
            var (form, faults) = Read(draft, id, before: null, patch: null);
            if (faults.Count > 0)
                return (default, new Refused(ConfigRefusals.Refusal(what, faults)));
            var entity = new EntityId(kind, id);
            using var turn = await keyedLock.Enter(entity, commandContext.Stop);
            var reply = Made(await Make(entity, form, commandContext));
            if (draft.Id is not null || reply is not Refused { Refusal.Code: "exists" })
                return (entity, reply);
        }
        return (default, new Refused(ConfigRefusals.NoFreeId));
    }

    /// <summary>Without If-Match, retries the patch on the newest state when another edit got in first.</summary>
    public async Task<(EntityId Id, Reply Reply)> Edit(string id, JsonElement patch, long? expected, CommandContext commandContext)
    {
        var entity = new EntityId(kind, id);
        using var turn = await keyedLock.Enter(entity, commandContext.Stop);
        if (await entities.Before(entity, commandContext) is { } first)
            return (entity, first);
        for (var attempt = 1; ; attempt++)
        {
            var reading = (attempt == 1 ? Catalogued(entity, expected) : null) ?? await entities.Read(entity);
            var reply = reading.Failure ?? await Edit(entity, reading, patch, expected, commandContext);
            if (attempt == EditAttempts || reply is not Refused { Refusal.Code: "version-conflict" } || !IsSeen(reading, expected))
                return (entity, reply);
        }
    }

    /// <summary>A dry run. Does not check whether a name, a port or a destination is free, since that requires claiming it.</summary>
    /// <param name="patch">For an existing entity: the patch to merge.</param>
    public async Task<(string What, Reply? Refused)> Preview(TDraft draft, JsonElement? patch)
    {
        TConfig? before = null;
        if (patch is { } sent)
        {
            var entity = new EntityId(kind, draft.Id!);
            var reading = await entities.Read(entity);
            if (reading.Failure is { } failure)
                return ("refused", failure);
            before = Existing(entity.Id, reading.Order!);
            var (over, patchFaults) = before is null ? (draft, []) : MergePatch.Over(Draft(entity.Id, before), sent, type);
            if (over is null)
                return ("refused", new Refused(ConfigRefusals.Refusal(what, patchFaults)));
            draft = over;
        }
        var (form, faults) = Read(draft, draft.Id ?? Ids.For(null, draft.Name, what).First(), before, before is null ? null : patch);
        if (faults.Count > 0)
            return ("refused", new Refused(ConfigRefusals.Refusal(what, faults)));
        return (before is null ? "created" : await IsSame(form, before) ? "unchanged" : "changed", null);
    }

    /// <summary>Restores a former configuration, its secrets still encrypted.</summary>
    public async Task<Reply> Restore(EntityId entity, TConfig config, long version, CommandContext commandContext)
    {
        using var turn = await keyedLock.Enter(entity, commandContext.Stop);
        return await Change(entity, Form(config), version, commandContext);
    }

    /// <summary>Creates a removed entity again.</summary>
    public async Task<Reply> Recreate(EntityId entity, TConfig config, CommandContext commandContext)
    {
        using var turn = await keyedLock.Enter(entity, commandContext.Stop);
        return await MakeAnew(entity, Form(config), commandContext);
    }

    /// <param name="patch">What was sent, if it was an edit of <paramref name="before"/>.</param>
    protected abstract (TForm Form, IReadOnlyList<FieldFault> Faults) Read(TDraft draft, string id, TConfig? before, JsonElement? patch);

    protected abstract TConfig? Existing(string id, object order);

    protected abstract TDraft Draft(string id, TConfig config);

    /// <summary>The form of a configuration that was validated before.</summary>
    protected abstract TForm Form(TConfig config);

    /// <summary>Whether storing it would change nothing.</summary>
    protected abstract Task<bool> IsSame(TForm form, TConfig before);

    /// <summary>The version that an editor of this one has seen, as If-Match says it.</summary>
    protected virtual long Seen(object order, long version) => version;

    /// <summary>
    /// A refusal before anything is claimed for a new entity: it exists already, or the quota is full. The catalogue is enough to see
    /// that it does not exist, since the entity itself decides in the end.
    /// </summary>
    protected async Task<Reply?> Known(EntityId entity, CommandContext commandContext)
    {
        var full = quota.Of(entity);
        if (full is null && (catalogue.Find(entity) is not { } entry || Existing(entity.Id, entry.Order) is null))
            return null;
        var reading = await entities.Read(entity);
        if (reading.Failure is { } failure)
            return failure;
        return Existing(entity.Id, reading.Order!) is null
            ? full is null ? null : new Refused(full)
            : await entities.Before(entity, commandContext) ?? new Refused(Exists);
    }

    protected abstract Task<Reply> Make(EntityId entity, TForm form, CommandContext commandContext);

    protected virtual Task<Reply> MakeAnew(EntityId entity, TForm form, CommandContext commandContext) =>
        Make(entity, form, commandContext);

    /// <summary>An identical entity may exist already, created by another request that got the success answer.</summary>
    protected virtual Reply Made(Reply reply) => reply is Done { Events.Count: 0 } ? new Refused(Exists) : reply;

    private Refusal Exists => new("exists", $"This {what} exists already: edit it, or choose another id.");

    protected abstract Task<Reply> Change(EntityId entity, TForm form, long version, CommandContext commandContext);

    protected virtual Task<Reply> Change(EntityId entity, TForm form, Reading reading, long? expected, CommandContext commandContext) =>
        Change(entity, form, expected ?? reading.Version, commandContext);

    /// <summary>Whether the version in If-Match is the one that was read.</summary>
    protected virtual bool IsSeen(Reading reading, long? expected) => expected is null;

    /// <summary>What an edit may be laid over without asking the entity, which refuses it where that has changed.</summary>
    /// <returns>Null where the entity has to be asked.</returns>
    private Reading? Catalogued(EntityId entity, long? expected)
    {
        if (catalogue.Find(entity) is not { } entry || Existing(entity.Id, entry.Order) is null)
            return null;
        return expected is null || expected == Seen(entry.Order, entry.Version) ? new Reading(entry.Order, null, entry.Version) : null;
    }

    private async Task<Reply> Edit(EntityId entity, Reading reading, JsonElement patch, long? expected, CommandContext commandContext)
    {
        if (Existing(entity.Id, reading.Order!) is not { } before)
            return new Refused(ConfigRefusals.NotFound(what, entity.Id));
        var (draft, patchFaults) = MergePatch.Over(Draft(entity.Id, before), patch, type);
        if (draft is null)
            return new Refused(ConfigRefusals.Refusal(what, patchFaults));
        var (form, faults) = Read(draft, entity.Id, before, patch);
        faults = [.. faults, .. Ids.Kept(entity.Id, draft.Id)];
        return faults.Count > 0 ? new Refused(ConfigRefusals.Refusal(what, faults))
            : await Change(entity, form, reading, expected, commandContext);
    }
}
