using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace StreamActors.Server;

/// <param name="Next">What to ask for as <c>after</c> to go on; null at the end.</param>
public sealed record EntitiesReply(IReadOnlyList<EntityReply> Entities, string? Next);

public sealed record EntityReply(string Kind, string Id, long Version, DateTimeOffset Changed, bool Wanted);

/// <param name="Node">Where it is awake; null where it sleeps or was never there.</param>
public sealed record WhereReply(string Kind, string Id, string? Node);

/// <param name="Position">Of the newest event.</param>
public sealed record JournalFigures(string Database, string Where, int SchemaVersion, long Position, long Commits, IReadOnlyList<ReaderReply> Readers);

/// <param name="Behind">Positions from the journal's end; gaps between positions count too.</param>
public sealed record ReaderReply(string Name, long Position, long Behind);

public sealed record FaultReply(string Code, string Message);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(EntitiesReply))]
[JsonSerializable(typeof(WhereReply))]
[JsonSerializable(typeof(JournalFigures))]
[JsonSerializable(typeof(FaultReply))]
internal sealed partial class LookJson : JsonSerializerContext
{
    public static readonly LookJson Plain = new(new JsonSerializerOptions(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
