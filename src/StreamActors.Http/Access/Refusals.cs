using StreamActors.Domain.Access;
using StreamActors.Kernel;
using StreamActors.Wire;

namespace StreamActors.Http;

/// <summary>The audit log of refused requests, in the timeline of the entity concerned.</summary>
internal sealed class Refusals(ITimeline timeline, ICluster cluster, RateLimits rateLimits, TimeProvider time)
{
    private static readonly Dictionary<string, string> Kinds = new(StringComparer.Ordinal)
    {
        ["inputs"] = "input", ["relay"] = "input", ["outputs"] = "output", ["workloads"] = "workload", ["keys"] = "key", ["users"] = "user",
        ["alerts"] = "alert", ["alert-rules"] = "alert-rule", ["channels"] = "channel",
    };

    public void Note(HttpContext http, Operation operation, Principal principal, Outcome outcome)
    {
        // Failed reads are not recorded, unless access was denied.
        if (outcome.Value is not Problem problem || outcome.Status is 429 or >= 500
            || (operation.Method == "GET" && outcome.Status is not (401 or 403)))
            return;
        if (!rateLimits.MayTell(principal, RateLimits.AddressKey(http)))
            return;
        timeline.Append(new Moment(time.GetUtcNow(), About(http, operation), cluster.Self, null, principal.Who,
            new RequestRefused(operation.Method, operation.Path, problem.Code)));
    }

    private static EntityId About(HttpContext http, Operation operation)
    {
        var id = http.GetRouteValue("id") as string ?? "";
        return Kinds.TryGetValue(operation.Tag, out var kind) && EntityId.IsWellFormed(id) ? new EntityId(kind, id)
            : new EntityId("api", operation.Tag.Split('.')[0]);
    }
}
