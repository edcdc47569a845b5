using StreamActors.Kernel;

namespace StreamActors.Control;

/// <summary>How long a channel is tried.</summary>
public sealed record SendingPace
{
    /// <summary>Of one attempt.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(10);

    public int Attempts { get; init; } = 8;

    public BackOff Again { get; init; } = new(TimeSpan.FromSeconds(2), TimeSpan.FromMinutes(2), Factor: 3);

    /// <summary>After the last attempt, unless somebody edits the channel.</summary>
    public TimeSpan Rest { get; init; } = TimeSpan.FromMinutes(15);
}
