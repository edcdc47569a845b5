namespace StreamActors.Wire;

/// <summary>A running server.</summary>
/// <param name="Status">As this node sees it: joining, up, leaving, exiting, down or unreachable.</param>
/// <param name="Self">It is the one that answers.</param>
/// <param name="Working">How many workloads have figures from there just now.</param>
public sealed record NodeView(string Node, string Address, string Status, DateTimeOffset Since, bool Self, int Working);

/// <summary>One key of the configuration the server was started with. What is secret is ***.</summary>
public sealed record SettingView(string Key, string Value);

/// <summary>What FFmpeg said last, newest last.</summary>
public sealed record LogView(string Workload, IReadOnlyList<string> Lines);
