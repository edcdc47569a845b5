namespace StreamActors.Kernel;

/// <summary>A secret as commands, events and backups carry it: sealed with a data key of its own, which <paramref name="Key"/> names.</summary>
public sealed record SealedSecret(Guid Key, string Cipher)
{
    public override string ToString() => Secret.Mask;
}

/// <summary>Seals and opens secrets. Destroying one leaves its cipher text, everywhere it was copied to, unreadable for good.</summary>
public interface ISecrets
{
    ValueTask<SealedSecret> Seal(Secret secret, CancellationToken stop);

    /// <returns>Null where the secret was destroyed.</returns>
    ValueTask<Secret?> Open(SealedSecret secret, CancellationToken stop);

    /// <summary>Whether this is sealed in it, so that a secret that is given again is no change.</summary>
    /// <returns>False also where it was destroyed, or does not open: then the one that is given is the new one.</returns>
    ValueTask<bool> Holds(SealedSecret box, Secret secret, CancellationToken stop);

    ValueTask Destroy(SealedSecret secret, CancellationToken stop);
}
