using System.Text.Json;

namespace StreamActors.Wire;

/// <summary>One page of history, newest first.</summary>
/// <param name="Next">Pass this as <c>before</c> to get the next page; null on the last page.</param>
public sealed record Pages<T>(IReadOnlyList<T> Items, string? Next);

/// <summary>A configuration change: who, when, before and after. Secrets are ***.</summary>
/// <param name="Id">kind/id#number, the form undo takes.</param>
/// <param name="Number">The number of the change, counted per entity.</param>
/// <param name="Name">The stored name of the event.</param>
/// <param name="Why">The reason its author gave; for an undo, the change it undoes.</param>
/// <param name="Before">Null if it was created.</param>
/// <param name="After">Null if it was removed.</param>
public sealed record ChangeView(
    string Id, string Kind, string Entity, long Number, DateTimeOffset At, string Who, string? Why, string Name, JsonElement? Before,
    JsonElement? After, IReadOnlyList<DifferenceView> Differences);

/// <summary>One field that changed; null where it was, or is, absent.</summary>
public sealed record DifferenceView(string Field, JsonElement? Before, JsonElement? After);

/// <summary>The differences between two versions of one entity.</summary>
public sealed record DiffView(string Kind, string Entity, long From, long To, IReadOnlyList<DifferenceView> Differences);

/// <summary>The state of an input or output, its cause, and its timeline including that of its workload, newest first.</summary>
/// <param name="On">Whether it is switched on.</param>
/// <param name="Input">Of an output: the input that feeds it.</param>
/// <param name="InputState">Of an output: the current state of that input.</param>
public sealed record WhyView(string Kind, string Id, bool On, StateView State, string? Input, StateView? InputState,
    IReadOnlyList<TimelineView> Past);

/// <summary>A timeline entry: a stored event or an observation that changed nothing stored.</summary>
/// <param name="Number">Null for an observation.</param>
public sealed record TimelineView(DateTimeOffset At, string Kind, string Entity, string Node, long? Number, string Who, string Name,
    JsonElement Detail)
{
    /// <summary>Of a workload: the input or output it belongs to, as KIND/ID.</summary>
    public string? Owner { get; init; }
}
