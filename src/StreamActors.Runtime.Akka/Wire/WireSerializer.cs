using System.Buffers;
using System.Text.Json;
using Akka.Actor;
using Akka.Serialization;
using StreamActors.Kernel;

namespace StreamActors.Runtime.Akka;

/// <summary>
/// What goes between nodes, as JSON with the names of the vocabulary and never those of types: nodes of two versions
/// understand each other, and a message can make nothing of a receiver but what the vocabulary holds.
/// </summary>
internal sealed class WireSerializer(ExtendedActorSystem system, Vocabulary vocabulary) : SerializerWithStringManifest(system)
{
    private readonly WireReplies _replies = new(vocabulary);

    public override int Identifier => EnvelopeFormat.Identifier + 1;

    public override string Manifest(object o) => o switch
    {
        Ask => "ask",
        Look => "look",
        WakeUp => "wake",
        IsAwake => "is-awake",
        Awake => "awake",
        Answered => "answered",
        NodeFigures => "figures",
        AllFigures => "all-figures",
        _ => throw new ArgumentException($"{o.GetType().Name} does not go between nodes.", nameof(o)),
    };

    public override byte[] ToBinary(object obj)
    {
        var bytes = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            Write(json, obj);
            json.WriteEndObject();
        }
        return bytes.WrittenSpan.ToArray();
    }

    public override object FromBinary(byte[] bytes, string manifest)
    {
        using var document = JsonDocument.Parse(bytes);
        var json = document.RootElement;
        return manifest switch
        {
            "ask" => new Ask(To(json), Number(json), Within(json), new Delivery(
                (Command)vocabulary.ReadWord(json.GetProperty("command"u8))!,
                CommandId.Parse(json.GetProperty("id"u8).GetString() ?? ""),
                json.TryGetProperty("expected"u8, out var expected) ? expected.GetInt64() : null)),
            "look" => new Look(To(json), Number(json), Within(json)),
            "wake" => new WakeUp(To(json)),
            "is-awake" => IsAwake.Instance,
            "awake" => new Awake(json.GetProperty("is"u8).GetBoolean()),
            "answered" => new Answered(Number(json), _replies.Read(json)),
            "figures" => NodeFigures.From(json, vocabulary),
            "all-figures" => AllFigures.Instance,
            _ => throw new UnknownManifestException(manifest),
        };
    }

    private void Write(Utf8JsonWriter json, object message)
    {
        switch (message)
        {
            case Letter letter:
                json.WriteString("to"u8, letter.To.ToString());
                if (letter is Question question)
                {
                    json.WriteNumber("n"u8, question.Number);
                    json.WriteNumber("within"u8, (long)question.Within.TotalMilliseconds);
                }
                if (letter is Ask { Delivery: var delivery })
                {
                    json.WriteString("id"u8, delivery.Id.ToString());
                    if (delivery.ExpectedVersion is { } expected)
                        json.WriteNumber("expected"u8, expected);
                    json.WritePropertyName("command"u8);
                    vocabulary.WriteWord(json, delivery.Command);
                }
                break;
            case Awake awake:
                json.WriteBoolean("is"u8, awake.Is);
                break;
            case Answered answered:
                json.WriteNumber("n"u8, answered.Number);
                _replies.Write(json, answered.Answer);
                break;
            case NodeFigures figures:
                figures.Write(json, vocabulary);
                break;
        }
    }

    private static EntityId To(JsonElement json) => EntityId.Parse(json.GetProperty("to"u8).GetString() ?? "");

    private static TimeSpan Within(JsonElement json) => TimeSpan.FromMilliseconds(json.GetProperty("within"u8).GetInt64());

    private static long Number(JsonElement json) => json.GetProperty("n"u8).GetInt64();
}
