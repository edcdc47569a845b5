using System.Text.Json.Serialization;

namespace StreamActors.Wire;

/// <summary>Why a request failed (RFC 9457), with a stable code.</summary>
public sealed record Problem(string Type, string Title, int Status, string Detail, string Code)
{
    /// <summary>All invalid fields.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<FieldError>? Errors { get; init; }
}

/// <param name="Field">The path of the field, as it was sent: address.url.</param>
/// <param name="Value">The value that was sent; *** if it is secret.</param>
/// <param name="Cure">What is expected.</param>
public sealed record FieldError(string Field, string? Value, string Cure);
