using System.Text.Json.Nodes;
using StreamActors.Domain.Alerts;
using StreamActors.Domain.Inputs;
using StreamActors.Domain.Outputs;
using StreamActors.Kernel;

namespace StreamActors.Control;

/// <summary>
/// Undoes one change by a new change. It touches only the fields of that change, and only if they still have the values it set: later
/// changes are kept.
/// </summary>
public sealed class Undo(History history, IEntities entities, InputEditor inputs, OutputEditor outputs, AlertRuleEditor rules,
    ChannelEditor channels, Vocabulary words)
{
    private const int Attempts = 5;

    /// <summary>Retries once after a concurrent write, checking again whether that touched the same fields.</summary>
    public async Task<Reply> Of(EntityId id, long number, CommandContext asked)
    {
        var step = (await history.Of(id, asked.Stop)).FirstOrDefault(s => s.Recorded.Sequence == number);
        if (step is null || !History.IsChange(step.Recorded.Envelope.Event))
            return new Refused(new Refusal("not-found", $"There is no change {id}#{number}."));
        if (id.Kind is not (InputId.Kind or OutputId.Kind or AlertRuleId.Kind or ChannelId.Kind))
            return Cannot($"{id}#{number} changed a key or a user, which cannot be undone: change, create or revoke it instead.");
        var commandContext = asked with { Origin = asked.Origin with { Why = $"undoes: {id}#{number}" } };
        if (await entities.Before(id, commandContext) is { } first)
            return first;
        for (var attempt = 1; ; attempt++)
        {
            var reading = await entities.Read(id);
            var reply = reading.Failure ?? await Of(id, step, reading, commandContext);
            if (attempt == Attempts || reply is not Refused { Refusal.Code: "version-conflict" })
                return reply;
        }
    }

    private async Task<Reply> Of(EntityId id, History.Step step, Reading reading, CommandContext commandContext) =>
        (Configured.Stored(step.Before, words), Configured.Stored(step.After, words), Configured.Stored(reading.Order!, words)) switch
        {
            (null, _, null) => Cannot($"{id} was removed since."),
            (null, var made, { } now) => Difference.Paths(made, now) is { Count: > 0 } since ? Changed(id, since)
                : await Remove(id, commandContext, reading.Version),
            (_, null, { }) => Cannot($"{id} was removed and created again since."),
            (_, null, null) => await Create(id, step.Before, commandContext),
            (_, _, null) => Cannot($"{id} was removed since."),
            var (before, after, now) => await Back(id, reading, before!, after!, now.AsObject(), commandContext),
        };

    private async Task<Reply> Back(EntityId id, Reading reading, JsonNode before, JsonNode after, JsonObject now,
        CommandContext commandContext)
    {
        var touched = Difference.Paths(before, after);
        var since = touched.Where(p => !JsonNode.DeepEquals(Difference.At(now, p), Difference.At(after, p))).ToList();
        if (since.Count > 0)
            return Changed(id, since);
        foreach (var path in touched)
            Difference.Put(now, path, Difference.At(before, path));
        if (touched.Any(p => Difference.IsSecret(p) && Difference.At(before, p) is not null) && !SecretHosts.AreOne(Url(before), Url(now)))
            return Cannot(
                $"{id} has another host now, and the secret that would come back was given for the host before: edit {id} and give the "
                    + $"secret again.");
        return Configured.With(reading.Order!, now, words) switch
        {
            InputState { Config: { } config } => await inputs.Restore(id, config, reading.Version, commandContext),
            OutputState { Config: { } config } => await outputs.Restore(id, config, reading.Version, commandContext),
            AlertRuleState { Config: { } config } => await rules.Restore(id, config, reading.Version, commandContext),
            ChannelState { Config: { } config } => await channels.Restore(id, config, reading.Version, commandContext),
            var other => throw new InvalidOperationException($"{other.GetType().Name} has no configuration."),
        };
    }

    private async Task<Reply> Create(EntityId id, object before, CommandContext commandContext) => before switch
    {
        InputState { Config: { } config } => await inputs.Recreate(id, config, commandContext),
        OutputState { Config: { } config } => await outputs.Recreate(id, config, commandContext),
        AlertRuleState { Config: { } config } => await rules.Recreate(id, config, commandContext),
        ChannelState { Config: { } config } => await channels.Recreate(id, config, commandContext),
        _ => throw new InvalidOperationException($"{before.GetType().Name} has no configuration."),
    };

    private async Task<Reply> Remove(EntityId id, CommandContext commandContext, long version) =>
        await entities.Ask(id, Removal(id.Kind) with { Origin = commandContext.Origin }, commandContext.Command, version);

    private static Command Removal(string kind) => kind switch
    {
        InputId.Kind => new RemoveInput(),
        OutputId.Kind => new RemoveOutput(),
        AlertRuleId.Kind => new RemoveAlertRule(),
        _ => new RemoveChannel(),
    };

    private static string? Url(JsonNode configured) => ((configured["address"] ?? configured)["url"] as JsonValue)?.GetValue<string>();

    private static Refused Cannot(string why) => new(new Refusal("cannot-undo", why));

    private static Refused Changed(EntityId id, IReadOnlyList<string> fields) => new(new Refusal(
        "cannot-undo",
        $"A later change of {id} touched the same fields: undo that one first, or edit {id}.",
        [.. fields.Select(f => new FieldFault(f, null, "the value that the change set"))]));
}
