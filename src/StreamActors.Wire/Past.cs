using System.Text.Json;

namespace StreamActors.Wire;

/// <summary>Some of what was, newest first.</summary>
/// <param name="Next">What to ask for as <c>before</c> to go on; null at the end.</param>
public sealed record Pages<T>(IReadOnlyList<T> Items, string? Next);

/// <summary>A change of the configuration: who, when, before and after. Secrets are ***.</summary>
/// <param name="Id">kind/id#number, as undo wants it.</param>
/// <param name="Number">Counts the changes of this one thing.</param>
/// <param name="Name">What happened, by its stored name.</param>
/// <param name="Why">What its author gave as a reason; an undo names what it undoes.</param>
/// <param name="Before">Null where it was created.</param>
/// <param name="After">Null where it was removed.</param>
public sealed record ChangeView(
    string Id, string Kind, string Entity, long Number, DateTimeOffset At, string Who, string? Why, string Name, JsonElement? Before, JsonElement? After, IReadOnlyList<DifferenceView> Differences);

/// <summary>One field that is not what it was; null where it was, or is, not there.</summary>
public sealed record DifferenceView(string Field, JsonElement? Before, JsonElement? After);

/// <summary>One thing between two of its versions.</summary>
public sealed record DiffView(string Kind, string Entity, long From, long To, IReadOnlyList<DifferenceView> Differences);

/// <summary>What an input or output is, for what reason, and what happened to it and to its work, newest first.</summary>
/// <param name="On">What is ordered.</param>
/// <param name="Input">Of an output: where its stream comes from.</param>
/// <param name="InputState">Of an output: what that input is just now.</param>
public sealed record WhyView(string Kind, string Id, bool On, StateView State, string? Input, StateView? InputState, IReadOnlyList<TimelineView> Past);

/// <summary>Something that happened, also where it changed nothing that is stored.</summary>
/// <param name="Number">Null for an observation.</param>
public sealed record TimelineView(DateTimeOffset At, string Kind, string Entity, string Node, long? Number, string Who, string Name, JsonElement Detail)
{
    /// <summary>Of a workload: the input or output it works for, as KIND/ID.</summary>
    public string? Owner { get; init; }
}
