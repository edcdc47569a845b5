using StreamActors.Kernel;

namespace StreamActors.Domain.Access;

/// <summary>The key that session tokens are signed with.</summary>
/// <param name="Name">Stands in each token, so that one of an older key is known as such.</param>
/// <param name="Private">PKCS#8 in base64, sealed.</param>
public sealed record SigningState(string? Name, SealedSecret? Private)
{
    public static readonly SigningState None = new(null, null);

    /// <summary>What was signed with until it was changed, where its tokens are still taken.</summary>
    public SigningBefore? Before { get; init; }
}

/// <param name="Until">From then on its tokens are not taken any more.</param>
public sealed record SigningBefore(string Name, SealedSecret Private, DateTimeOffset Until);

/// <summary>It has nothing in memory that is not stored.</summary>
public sealed record SigningLive
{
    public static readonly SigningLive None = new();
}
