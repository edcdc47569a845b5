using System.Text.Json.Serialization;

namespace StreamActors.Domain.Access;

/// <summary>What somebody may do; each may do what the ones before it may. Names are stored.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Role>))]
public enum Role
{
    /// <summary>Looks.</summary>
    [JsonStringEnumMemberName("viewer")] Viewer,

    /// <summary>Starts, stops, restarts, retries.</summary>
    [JsonStringEnumMemberName("operator")] Operator,

    /// <summary>Creates, edits, removes.</summary>
    [JsonStringEnumMemberName("editor")] Editor,

    /// <summary>Says who may do what.</summary>
    [JsonStringEnumMemberName("admin")] Admin,
}
