using System.Data.Common;
using StreamActors.Kernel;

namespace StreamActors.Storage;

/// <summary>The entities to activate after a restart: one row per entity of a remembered kind that is wanted.</summary>
public sealed class WantedProjection(IEnumerable<EntityKind> kinds) : IProjection
{
    private readonly Dictionary<string, Func<Event, bool?>> _wants =
        kinds.Where(k => k.IsWanted is not null).ToDictionary(k => k.Name, k => k.IsWanted!, StringComparer.Ordinal);

    public string Name => "wanted";

    public Task Clear(DbTransaction transaction) => transaction.Run("DELETE FROM wanted");

    public Task Apply(DbTransaction transaction, Recorded recorded) => Wish(recorded) switch
    {
        true => transaction.Run("INSERT INTO wanted (kind, id) VALUES (@kind, @id) ON CONFLICT (kind, id) DO NOTHING",
            ("kind", recorded.Id.Kind), ("id", recorded.Id.Id)),
        false => transaction.Run("DELETE FROM wanted WHERE kind = @kind AND id = @id", ("kind", recorded.Id.Kind), ("id", recorded.Id.Id)),
        null => Task.CompletedTask,
    };

    private bool? Wish(Recorded recorded) => _wants.TryGetValue(recorded.Id.Kind, out var wants) ? wants(recorded.Envelope.Event) : null;
}
