namespace StreamActors.Kernel;

/// <summary>A secret in commands, events and backups: encrypted with a data key of its own, which <paramref name="Key"/> names.</summary>
public sealed record SealedSecret(Guid Key, string Cipher)
{
    public override string ToString() => Secret.Mask;
}

/// <summary>Seals and opens secrets. Destroying one makes every copy of its cipher text unreadable for good.</summary>
public interface ISecrets
{
    ValueTask<SealedSecret> Seal(Secret secret, CancellationToken stop);

    /// <returns>Null when the secret was destroyed.</returns>
    ValueTask<Secret?> Open(SealedSecret secret, CancellationToken stop);

    /// <summary>Whether the sealed secret equals this one, so that sending the same secret again is no change.</summary>
    /// <returns>False also when it was destroyed or cannot be opened.</returns>
    ValueTask<bool> Holds(SealedSecret box, Secret secret, CancellationToken stop);

    ValueTask Destroy(SealedSecret secret, CancellationToken stop);
}
