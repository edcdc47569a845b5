using System.Buffers;
using System.Text.Json;

namespace StreamActors.Kernel;

/// <summary>
/// The <c>message</c> column of the journal, the same bytes in every database:
/// <c>{"v":1,"who":…,"why":…,"cmd":…,"cause":"id#seq","at":…,"e":{…}}</c>.
/// </summary>
public sealed class EnvelopeFormat(Vocabulary vocabulary)
{
    /// <summary>The serializer id in the journal's <c>identifier</c> and the snapshot's <c>serializer_id</c> columns.</summary>
    public const int Identifier = 4711;

    private const int FormatVersion = 1;

    public Vocabulary Vocabulary => vocabulary;

    public string ManifestOf(Envelope envelope) => vocabulary.ManifestOf(envelope.Event);

    public byte[] Write(Envelope envelope)
    {
        var bytes = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(bytes))
        {
            writer.WriteStartObject();
            writer.WriteNumber("v"u8, FormatVersion);
            writer.WriteString("who"u8, envelope.Who);
            if (envelope.Why is not null)
                writer.WriteString("why"u8, envelope.Why);
            writer.WriteString("cmd"u8, envelope.Command.ToString());
            if (envelope.Cause is not null)
                writer.WriteString("cause"u8, envelope.Cause.ToString());
            writer.WriteString("at"u8, envelope.At);
            writer.WritePropertyName("e"u8);
            vocabulary.Write(writer, envelope.Event);
            writer.WriteEndObject();
        }
        return bytes.WrittenSpan.ToArray();
    }

    /// <exception cref="UnknownManifestException">The event was written by a newer version of the program.</exception>
    /// <exception cref="JsonException">The row is damaged.</exception>
    public Envelope Read(string manifest, ReadOnlySpan<byte> json)
    {
        try
        {
            return ReadSound(manifest, json);
        }
        catch (Exception e) when (e is FormatException or ArgumentException or InvalidOperationException)
        {
            throw new JsonException($"The envelope is damaged: {e.Message}", e);
        }
    }

    private Envelope ReadSound(string manifest, ReadOnlySpan<byte> json)
    {
        string? who = null, why = null;
        Cause? cause = null;
        CommandId command = default;
        DateTimeOffset at = default;
        Event? happened = null;
        var version = 0;
        var reader = new Utf8JsonReader(json);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException("An envelope must be a JSON object.");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString();
            reader.Read();
            switch (name)
            {
                case "v": version = reader.GetInt32(); break;
                case "who": who = reader.GetString(); break;
                case "why": why = reader.GetString(); break;
                case "cmd": command = CommandId.Parse(reader.GetString() ?? ""); break;
                case "cause": cause = reader.GetString() is { } text ? Cause.Parse(text) : null; break;
                case "at": at = reader.GetDateTimeOffset(); break;
                case "e":
                    var start = (int)reader.TokenStartIndex;
                    reader.Skip();
                    happened = vocabulary.Read(manifest, json[start..(int)reader.BytesConsumed]) as Event;
                    break;
                default: reader.Skip(); break;
            }
        }
        if (version != FormatVersion)
            throw new JsonException($"The envelope has format version {version}; this program reads version {FormatVersion}.");
        return who is null || happened is null
            ? throw new JsonException("The envelope has no 'who' or no event.")
            : new Envelope(who, why, command, cause, at, happened);
    }
}
