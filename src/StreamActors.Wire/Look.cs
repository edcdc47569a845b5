namespace StreamActors.Wire;

/// <param name="Next">What to ask for as <c>after</c> to go on; null at the end.</param>
public sealed record EntitiesView(IReadOnlyList<EntityView> Entities, string? Next);

/// <param name="Version">The number of its newest event.</param>
/// <param name="Wanted">It is to be awake after a restart.</param>
public sealed record EntityView(string Kind, string Id, long Version, DateTimeOffset Changed, bool Wanted);

/// <param name="Node">Where it is awake; null where it sleeps or was never there.</param>
public sealed record WhereView(string Kind, string Id, string? Node);

/// <param name="Position">Of the newest event.</param>
public sealed record JournalView(string Database, string Where, int SchemaVersion, long Position, long Commits, IReadOnlyList<ReaderView> Readers);

/// <param name="Behind">Positions from the journal's end; gaps between positions count too.</param>
public sealed record ReaderView(string Name, long Position, long Behind);
