using StreamActors.Kernel;

namespace StreamActors.Domain.Access;

/// <summary>Sign tokens with this key from now on.</summary>
public sealed record SignWith(string Name, SealedSecret Private) : Command
{
    /// <summary>Until when tokens of the previous key are accepted; null: not at all. Tokens of earlier keys are not accepted.</summary>
    public DateTimeOffset? BeforeUntil { get; init; }
}
