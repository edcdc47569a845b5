namespace StreamActors.Kernel;

/// <summary>An order at a version, with what is needed to go on knowing repeats.</summary>
public sealed record Snapshot(long Version, object Order, IReadOnlyList<RememberedCommand> Commands, IReadOnlyList<SourceMark> Marks);
