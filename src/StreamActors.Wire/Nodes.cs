namespace StreamActors.Wire;

/// <summary>A running server.</summary>
/// <param name="Status">As seen by the answering node: joining, up, leaving, exiting, down or unreachable.</param>
/// <param name="Self">Whether it is the answering node.</param>
/// <param name="Working">How many workloads currently report metrics from it.</param>
public sealed record NodeView(string Node, string Address, string Status, DateTimeOffset Since, bool Self, int Working);

/// <summary>One configuration key the server was started with. Secrets are ***.</summary>
public sealed record SettingView(string Key, string Value);

/// <summary>The last lines of FFmpeg's log, newest last.</summary>
public sealed record LogView(string Workload, IReadOnlyList<string> Lines);
