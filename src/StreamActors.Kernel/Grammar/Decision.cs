using System.Text.Json.Serialization;

namespace StreamActors.Kernel;

/// <summary>What a decider answers: events to store and facts to note, or one refusal. Nothing at all is an answer too.</summary>
public sealed record Decision
{
    public static readonly Decision Nothing = new();

    public IReadOnlyList<Event> Events { get; private init; } = [];

    public IReadOnlyList<Fact> Facts { get; private init; } = [];

    public Refusal? Refusal { get; private init; }

    public static Decision Store(params IReadOnlyList<Event> events) => new() { Events = events };

    public static Decision Note(params IReadOnlyList<Fact> facts) => new() { Facts = facts };

    public static Decision Refuse(string code, string message, params IReadOnlyList<FieldFault> fields) =>
        new() { Refusal = new Refusal(code, message, fields) };

    public Decision AndNote(params IReadOnlyList<Fact> facts) => this with { Facts = [.. Facts, .. facts] };
}

/// <summary>A command we will not carry out: a stable code, a sentence that helps, and every field at fault.</summary>
[method: JsonConstructor]
public sealed record Refusal(string Code, string Message, IReadOnlyList<FieldFault> Fields)
{
    public Refusal(string code, string message) : this(code, message, []) { }
}

/// <summary>A field, the value it has (masked where it is secret) and what would be right.</summary>
public sealed record FieldFault(string Field, string? Value, string Cure);
