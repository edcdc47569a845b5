namespace StreamActors.Wire;

/// <param name="Next">Pass this as <c>after</c> to get the next page; null on the last page.</param>
public sealed record EntitiesView(IReadOnlyList<EntityView> Entities, string? Next);

/// <param name="Version">The number of its newest event.</param>
/// <param name="Wanted">Whether it is activated after a restart.</param>
public sealed record EntityView(string Kind, string Id, long Version, DateTimeOffset Changed, bool Wanted);

/// <param name="Node">The node it is active on; null if it is not active or does not exist.</param>
public sealed record WhereView(string Kind, string Id, string? Node);

/// <param name="Position">The position of the newest event.</param>
public sealed record JournalView(string Database, string Where, int SchemaVersion, long Position, long Commits,
    IReadOnlyList<ReaderView> Readers);

/// <param name="Behind">Positions behind the end of the journal, gaps included.</param>
public sealed record ReaderView(string Name, long Position, long Behind);
