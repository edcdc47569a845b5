namespace StreamActors.Kernel;

/// <summary>The order at a version, with the command ids and source marks that detect repeats.</summary>
public sealed record Snapshot(long Version, object Order, IReadOnlyList<RememberedCommand> Commands, IReadOnlyList<SourceMark> Marks);
