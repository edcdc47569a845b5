using System.Text.Json.Serialization;

namespace StreamActors.Kernel;

/// <summary>Events to store and facts to observe, or one refusal. It may be empty.</summary>
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

/// <summary>Why a command is refused: a stable code, a helpful sentence, and every field at fault.</summary>
[method: JsonConstructor]
public sealed record Refusal(string Code, string Message, IReadOnlyList<FieldFault> Fields)
{
    public Refusal(string code, string message) : this(code, message, []) { }
}

/// <summary>A field, its value (masked where secret) and what is expected.</summary>
public sealed record FieldFault(string Field, string? Value, string Expected);
