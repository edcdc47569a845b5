using StreamActors.Control;
using StreamActors.Kernel;
using StreamActors.Wire;

namespace StreamActors.Http;

/// <summary>Bulk commands: selection and response.</summary>
internal static class BulkRequest
{
    public static readonly IReadOnlyList<QueryParameter> Parameters =
        [.. Filter.Parameters, new("all", "true: all of them, without a filter.", "true")];

    public static RefusedView Refused(string id, Reply reply) => new(id, (Problem)RefusalToProblem.Of(reply).Value!);

    /// <returns>The refusal, if nothing was selected.</returns>
    public static Outcome? Which(Call call, Filter filter, params IReadOnlyList<string?> more)
    {
        var all = call.Query.Flag("all") == true;
        if (!all && filter is { Words: null, On: null, Protocol: null, Phase: null, Labels.Count: 0 } && more.All(m => m is null))
            call.Query.Faults.Add(new FieldFault("all", null, "true, or a filter"));
        return call.Query.Faults.Count > 0 ? Outcome.Invalid(call.Query.Faults) : null;
    }

    public static async Task<Outcome> Order(Call call, IReadOnlyList<EntityId> ids, Command command, IEntities entities,
        Catalogue catalogue)
    {
        var refused = await Bulk.Order(ids, command, call.Context, entities, catalogue);
        return Outcome.Ok(new ManyView([.. ids.Except(refused.Keys).Select(i => i.ToString())],
            [.. ids.Where(refused.ContainsKey).Select(i => Refused(i.ToString(), refused[i]))]), WireJson.Plain.ManyView);
    }
}
