using System.Text.Json;
using Akka.Actor;
using Akka.Serialization;
using StreamActors.Kernel;
using Envelope = StreamActors.Kernel.Envelope;
using Snapshot = StreamActors.Kernel.Snapshot;

namespace StreamActors.Runtime;

/// <summary>Lets Akka.Persistence.Sql store and read the Kernel's own format.</summary>
internal sealed class StoredSerializer(ExtendedActorSystem system, Vocabulary vocabulary) : SerializerWithStringManifest(system)
{
    private readonly EnvelopeFormat _events = new(vocabulary);
    private readonly SnapshotFormat _snapshots = new(vocabulary);

    public static IEnumerable<Type> Types => [typeof(Envelope), typeof(Snapshot)];

    public override int Identifier => EnvelopeFormat.Identifier;

    public override string Manifest(object o) => o is Snapshot snapshot ? _snapshots.ManifestOf(snapshot) : _events.ManifestOf((Envelope)o);

    public override byte[] ToBinary(object obj) => obj is Snapshot snapshot ? _snapshots.Write(snapshot) : _events.Write((Envelope)obj);

    /// <summary>A snapshot's version is in its row.</summary>
    public override object FromBinary(byte[] bytes, string manifest) => IsSnapshot(bytes)
        ? _snapshots.Read(0, manifest, bytes) ?? throw new UnknownManifestException(manifest)
        : _events.Read(manifest, bytes);

    /// <summary>Both begin with their version; next a snapshot has its commands, and an event its cause.</summary>
    private static bool IsSnapshot(byte[] bytes)
    {
        var reader = new Utf8JsonReader(bytes);
        return reader.Read() && reader.Read() && reader.Read() && reader.Read()
            && reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("commands"u8);
    }
}
