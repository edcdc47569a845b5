namespace StreamActors.Wire;

/// <summary>A running server.</summary>
/// <param name="Status">As seen by the answering node: joining, up, leaving, exiting, down or unreachable.</param>
/// <param name="Self">Whether it is the answering node.</param>
/// <param name="Working">How many workloads currently report metrics from it.</param>
public sealed record NodeView(string Node, string Address, string Status, DateTimeOffset Since, bool Self, int Working)
{
    /// <summary>The external MediaMTX that its inputs with driver=mediamtx use; null if none is configured.</summary>
    public RouterView? Mediamtx { get; init; }
}

/// <summary>An external MediaMTX, as its API was seen last.</summary>
/// <param name="Fault">Why its API cannot be used; null if it can.</param>
/// <param name="Paths">Paths of this node's inputs, and how many of them have media.</param>
/// <param name="Restarts">Restarts noticed since the node started; after each the paths were applied again.</param>
public sealed record RouterView(DateTimeOffset At, bool Up, string? Version, string? Fault, int Paths, int Ready, int Restarts);

/// <summary>One configuration key the server was started with. Secrets are ***.</summary>
/// <param name="Default">Its value where nobody has set it.</param>
public sealed record SettingView(string Key, string Value, string Default);

/// <summary>The last lines of FFmpeg's log, newest last.</summary>
public sealed record LogView(string Workload, IReadOnlyList<string> Lines);
