using Akka.Actor;
using Akka.Serialization;
using StreamActors.Kernel;
using Envelope = StreamActors.Kernel.Envelope;

namespace StreamActors.Runtime.Akka;

/// <summary>Envelopes and snapshots as they are stored, byte for byte as the other runtime stores them. The id and the manifests are for ever.</summary>
internal sealed class JournalSerializer(ExtendedActorSystem system, Vocabulary vocabulary) : SerializerWithStringManifest(system)
{
    private readonly EnvelopeFormat _envelopes = new(vocabulary);
    private readonly SnapshotFormat _snapshots = new(vocabulary);
    private readonly HashSet<string> _events = [.. vocabulary.Words.Where(w => w.Value.IsSubclassOf(typeof(Event))).Select(w => Kernel.Manifest.Parse(w.Key).Name)];

    public override int Identifier => EnvelopeFormat.Identifier;

    public override string Manifest(object o) => o is Envelope envelope ? _envelopes.ManifestOf(envelope) : _snapshots.ManifestOf((Snapshot)o);

    public override byte[] ToBinary(object obj) => obj is Envelope envelope ? _envelopes.Write(envelope) : _snapshots.Write((Snapshot)obj);

    /// <summary>A snapshot's version is not in its bytes: whoever loads it knows the row's sequence number.</summary>
    public override object FromBinary(byte[] bytes, string manifest) => _events.Contains(Kernel.Manifest.Parse(manifest).Name)
        ? _envelopes.Read(manifest, bytes)
        : _snapshots.Read(0, manifest, bytes) ?? throw new UnknownManifestException(manifest);
}
