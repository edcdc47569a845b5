using System.Collections.Immutable;
using StreamActors.Kernel;

namespace StreamActors.Control.Tests;

/// <summary>A vault that encrypts nothing.</summary>
internal sealed class PlainVault : ISecrets
{
    public ImmutableSortedDictionary<string, SealedSecret> Sealed(params (string Name, string Clear)[] secrets) =>
        secrets.ToImmutableSortedDictionary(s => s.Name, s => new SealedSecret(Guid.Empty, s.Clear), StringComparer.Ordinal);

    public ValueTask<SealedSecret> Seal(Secret secret, CancellationToken stop) => new(new SealedSecret(Guid.Empty, secret.Reveal()));

    public ValueTask<Secret?> Open(SealedSecret secret, CancellationToken stop) => new(new Secret(secret.Cipher));

    public async ValueTask<bool> Holds(SealedSecret box, Secret secret, CancellationToken stop) => secret.Equals(await Open(box, stop));

    public ValueTask Destroy(SealedSecret secret, CancellationToken stop) => default;
}
