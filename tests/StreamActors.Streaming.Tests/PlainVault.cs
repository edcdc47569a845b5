using System.Text;
using StreamActors.Kernel;

namespace StreamActors.Streaming.Tests;

/// <summary>Encrypts nothing.</summary>
internal sealed class PlainVault : ISecrets
{
    public bool Destroyed { get; set; }

    public ValueTask<SealedSecret> Seal(Secret secret, CancellationToken stop) =>
        ValueTask.FromResult(new SealedSecret(Guid.Empty, Convert.ToBase64String(Encoding.UTF8.GetBytes(secret.Reveal()))));

    public ValueTask<Secret?> Open(SealedSecret secret, CancellationToken stop) =>
        ValueTask.FromResult(Destroyed ? null : new Secret(Encoding.UTF8.GetString(Convert.FromBase64String(secret.Cipher))));

    public async ValueTask<bool> Holds(SealedSecret box, Secret secret, CancellationToken stop) => secret.Equals(await Open(box, stop));

    public ValueTask Destroy(SealedSecret secret, CancellationToken stop) => ValueTask.CompletedTask;
}
