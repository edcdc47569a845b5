using System.Text.Json.Serialization;

namespace StreamActors.Wire;

/// <summary>A batch of changes: one message of /live (WebSocket) or one event of /events (SSE), in the same format.</summary>
/// <param name="Id">The position in the journal. After a reconnect, send the last one received (Last-Event-ID or ?after=) to get what came
/// since. While more is true it is where this began, 0 for a snapshot: if the connection is lost meanwhile, all parts come again.</param>
/// <param name="At">The server's clock when it was sent.</param>
/// <param name="Epoch">Changes when the server starts anew. Sent back with ?after=, it tells positions of this run from those of another,
/// such as one before a restore: those get a snapshot.</param>
/// <param name="Snapshot">The complete current state, sent before changes, in one or more messages.</param>
/// <param name="More">The snapshot continues in the next message.</param>
public sealed record LiveBatch(string Id, DateTimeOffset At, string Epoch, bool Snapshot, bool More, IReadOnlyList<LiveEvent> Events)
{
    /// <summary>With figures=columns: the latest metrics as [number, bits per second, lost packets, packets behind], by the number of the
    /// state event.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<IReadOnlyList<long?>>? Figures { get; init; }
}

/// <summary>The current state of one item; intermediate states may be skipped.</summary>
/// <param name="Type">input, output, state or alert.</param>
/// <param name="Id">The id of the input, output or alert; of the workload for a state.</param>
public sealed record LiveEvent(string Type, string Id)
{
    /// <summary>The input; absent if it was removed.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public InputView? Input { get; init; }

    /// <summary>The output; absent if it was removed.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public OutputView? Output { get; init; }

    /// <summary>The owner of the workload: input/ID or output/ID.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Owner { get; init; }

    /// <summary>With figures=columns: the number of the workload in the rows of figures.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Number { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public StateView? State { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public AlertView? Alert { get; init; }
}
