using StreamActors.Kernel;

namespace StreamActors.Control;

/// <summary>Timeouts and retries of a channel.</summary>
public sealed record DeliveryPolicy
{
    /// <summary>Timeout of one attempt.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    public int Attempts { get; init; } = 8;

    public BackOff RetryDelay { get; init; } = new(TimeSpan.FromSeconds(2), TimeSpan.FromMinutes(2), Factor: 3);

    /// <summary>The pause after the last attempt; ends when the channel is edited.</summary>
    public TimeSpan Rest { get; init; } = TimeSpan.FromMinutes(15);
}
