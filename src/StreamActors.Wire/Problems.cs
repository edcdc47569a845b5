using System.Text.Json.Serialization;

namespace StreamActors.Wire;

/// <summary>Why a request was not carried out (RFC 9457), with a code that stays the same for ever.</summary>
public sealed record Problem(string Type, string Title, int Status, string Detail, string Code)
{
    /// <summary>Every field at fault, all at once.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<FieldError>? Errors { get; init; }
}

/// <param name="Field">The path of the field, as it was sent: address.url.</param>
/// <param name="Value">What it was; *** where it is secret.</param>
/// <param name="Cure">What would be right.</param>
public sealed record FieldError(string Field, string? Value, string Cure);
