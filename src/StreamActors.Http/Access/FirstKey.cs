using StreamActors.Control;
using StreamActors.Domain.Access;
using StreamActors.Kernel;

namespace StreamActors.Http;

/// <summary>Creates an API key for the operator at the first start, if there are no keys or users yet.</summary>
public sealed class FirstKey
{
    private static readonly EntityId First = new KeyId("first").EntityId;

    private readonly IEntities _entities;
    private readonly ApiKeys _keys;
    private readonly Catalogue _catalogue;

    internal FirstKey(IEntities entities, ApiKeys keys, Catalogue catalogue) =>
        (_entities, _keys, _catalogue) = (entities, keys, catalogue);

    /// <returns>The key, to be shown once; null if there were keys or users before, or another node was first.</returns>
    public async Task<Secret?> Issue(CancellationToken stop)
    {
        await Task.WhenAny(_catalogue.Ready, Task.Delay(Timeout.InfiniteTimeSpan, stop));
        if (stop.IsCancellationRequested || _catalogue.All(KeyId.Kind).Any() || _catalogue.All(UserId.Kind).Any())
            return null;
        var key = ApiKeys.Make(First.Id);
        var issue = new IssueKey(new KeyConfig("First start", Role.Admin, [], null, _keys.HashOf(key)));
        if (await _entities.Ask(First, issue, new CommandId(Guid.NewGuid()), expectedVersion: 0) is not Done done)
            return null;
        await _catalogue.Learn(First, done, Origin.System.Who);
        return key;
    }
}
