using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace StreamActors.Server;

/// <summary>The body of /api/health.</summary>
public sealed record HealthReply(
    string Status, string Version, string Node, string Runtime, DatabaseReply Database, JournalReply Journal,
    IReadOnlyList<MemberReply> Members, DateTimeOffset Started, double UptimeSeconds, IReadOnlyList<CheckReply> Checks);

/// <param name="Commits">Transactions committed since the start.</param>
public sealed record DatabaseReply(string Kind, string Where, long Commits);

/// <param name="Position">The position of the newest event; null if the database does not answer.</param>
public sealed record JournalReply(int SchemaVersion, long? Position);

/// <param name="Status">As seen by this node: joining, up, leaving, exiting, down or unreachable.</param>
public sealed record MemberReply(string Node, string Address, string Status, DateTimeOffset Since);

public sealed record CheckReply(string Name, string Status, string? Says, double Milliseconds);

/// <summary>The body of /health/live and /health/ready.</summary>
public sealed record StateReply(string Status, IReadOnlyList<CheckReply> Checks);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(HealthReply))]
[JsonSerializable(typeof(StateReply))]
internal sealed partial class HealthJson : JsonSerializerContext
{
    /// <summary>Keeps + unescaped: no \u002B in a version.</summary>
    public static readonly HealthJson Plain =
        new(new JsonSerializerOptions(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
