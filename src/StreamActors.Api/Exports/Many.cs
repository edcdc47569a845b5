using StreamActors.Kernel;
using StreamActors.Wire;

namespace StreamActors.Api;

/// <summary>One order to many: each is answered for itself, and what one refuses stops no other.</summary>
internal static class Many
{
    private const int AtOnce = 32;

    public static readonly IReadOnlyList<QueryParameter> Parameters = [.. Filter.Parameters, new("all", "true: all of them, without a filter.", "true")];

    public static RefusedView Refused(string id, Reply reply) => new(id, (Problem)RefusalToProblem.Of(reply).Value!);

    /// <returns>Why not, where nothing says which ones.</returns>
    public static Outcome? Which(Call call, Filter filter, params IReadOnlyList<string?> more)
    {
        var all = call.Query.Flag("all") == true;
        if (!all && filter is { Words: null, On: null, Protocol: null, Phase: null, Labels.Count: 0 } && more.All(m => m is null))
            call.Query.Faults.Add(new FieldFault("all", null, "true, or a filter"));
        return call.Query.Faults.Count > 0 ? Outcome.Invalid(call.Query.Faults) : null;
    }

    public static async Task<Outcome> Order(Call call, IReadOnlyList<EntityId> ids, Command command, IEntities entities, Catalogue catalogue)
    {
        var refused = new RefusedView?[ids.Count];
        await Parallel.ForAsync(0, ids.Count, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = call.Stop }, async (n, _) =>
        {
            var reply = await entities.Ask(ids[n], command with { Origin = call.Origin }, CommandId.Of($"{call.Command}|{ids[n]}"));
            if (reply is Done done)
                await catalogue.Learn(ids[n], done, call.Principal.Who);
            else
                refused[n] = Refused(ids[n].ToString(), reply);
        });
        return Outcome.Ok(new ManyView([.. ids.Where((_, n) => refused[n] is null).Select(i => i.ToString())], [.. refused.OfType<RefusedView>()]), WireJson.Plain.ManyView);
    }
}
