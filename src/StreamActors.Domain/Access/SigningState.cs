using StreamActors.Kernel;

namespace StreamActors.Domain.Access;

/// <summary>The key that session tokens are signed with.</summary>
/// <param name="Name">Included in each token, to tell which key signed it.</param>
/// <param name="Private">PKCS#8 in base64, sealed.</param>
public sealed record SigningState(string? Name, SealedSecret? Private)
{
    public static readonly SigningState None = new(null, null);

    /// <summary>The previous key, while its tokens are still accepted.</summary>
    public SigningBefore? Before { get; init; }
}

/// <param name="Until">Its tokens are refused from then on.</param>
public sealed record SigningBefore(string Name, SealedSecret Private, DateTimeOffset Until);

/// <summary>The signing key has no in-memory state.</summary>
public sealed record SigningLive
{
    public static readonly SigningLive None = new();
}
