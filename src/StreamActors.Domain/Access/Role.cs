using System.Text.Json.Serialization;

namespace StreamActors.Domain.Access;

/// <summary>A role; each includes the ones before it. Names are stored.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Role>))]
public enum Role
{
    /// <summary>Takes the media of inputs, and may use nothing else of the API. Only keys have it.</summary>
    [JsonStringEnumMemberName("reader")] Reader,

    /// <summary>Reads.</summary>
    [JsonStringEnumMemberName("viewer")] Viewer,

    /// <summary>Starts, stops, restarts, retries.</summary>
    [JsonStringEnumMemberName("operator")] Operator,

    /// <summary>Creates, edits, removes.</summary>
    [JsonStringEnumMemberName("editor")] Editor,

    /// <summary>Manages keys and users.</summary>
    [JsonStringEnumMemberName("admin")] Admin,
}
