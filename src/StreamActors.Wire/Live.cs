using System.Text.Json.Serialization;

namespace StreamActors.Wire;

/// <summary>What has changed: one message of /live (WebSocket) and one event of /events (SSE), the same in both.</summary>
/// <param name="Id">Where it stands in the journal. Whoever reconnects says the last one it has seen (Last-Event-ID, or ?after=) and gets what came since.</param>
/// <param name="Snapshot">All there is, before what changes: in one or several messages.</param>
/// <param name="More">The snapshot goes on in the next message.</param>
public sealed record LiveBatch(string Id, bool Snapshot, bool More, IReadOnlyList<LiveEvent> Events);

/// <summary>One thing as it is now; what it was in between may have been left out.</summary>
/// <param name="Type">input, output, state or alert.</param>
/// <param name="Id">Of the input, output or alert; of the workload for a state.</param>
public sealed record LiveEvent(string Type, string Id)
{
    /// <summary>The input; absent where it was removed.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public InputView? Input { get; init; }

    /// <summary>The output; absent where it was removed.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public OutputView? Output { get; init; }

    /// <summary>Whose workload it is: input/ID or output/ID.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Owner { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public StateView? State { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public AlertView? Alert { get; init; }
}
