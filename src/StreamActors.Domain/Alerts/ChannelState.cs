using System.Collections.Immutable;
using System.Text.Json.Serialization;
using StreamActors.Kernel;

namespace StreamActors.Domain.Alerts;

/// <summary>How a channel sends. Names are stored.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ChannelType>))]
public enum ChannelType
{
    [JsonStringEnumMemberName("webhook")] Webhook,
    [JsonStringEnumMemberName("email")] Email,
    [JsonStringEnumMemberName("slack")] Slack,
}

/// <summary>A notification channel as an operator configures it.</summary>
public sealed record ChannelConfig(string Name, ChannelType Sort, bool On)
{
    /// <summary>The webhook or the mail server, smtp:// (STARTTLS) or smtps://; null when the URL is a secret.</summary>
    public string? Url { get; init; }

    /// <summary>The login at the mail server; null: no login.</summary>
    public string? User { get; init; }

    public string? From { get; init; }

    public ImmutableArray<string> To { get; init; } = [];

    /// <summary>Send mail without TLS: only for a server on a trusted network, and never with a password.</summary>
    public bool Plain { get; init; }

    public ImmutableSortedDictionary<string, SealedSecret> Secrets { get; init; } = ImmutableSortedDictionary<string, SealedSecret>.Empty;

    /// <summary>Minimum severity.</summary>
    public AlertSeverity Least { get; init; }

    /// <summary>How long the first alert waits for others, to send all in one message.</summary>
    public TimeSpan Gather { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Minimum time between messages.</summary>
    public TimeSpan Spacing { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Whether to notify of resolved alerts.</summary>
    public bool Resolved { get; init; } = true;

    public bool Equals(ChannelConfig? other) => other is not null
        && (Name, Sort, On, Url, User, From, Plain) == (other.Name, other.Sort, other.On, other.Url, other.User, other.From, other.Plain)
        && (Least, Gather, Spacing, Resolved) == (other.Least, other.Gather, other.Spacing, other.Resolved)
        && To.SequenceEqual(other.To) && Secrets.SequenceEqual(other.Secrets);

    public override int GetHashCode() => HashCode.Combine(Name, Sort, Url);
}

public sealed record ChannelState(ChannelConfig? Config)
{
    public static readonly ChannelState None = new((ChannelConfig?)null);
}

/// <summary>A channel has no in-memory state: what was sent is in its delivery.</summary>
public sealed record ChannelLive
{
    public static readonly ChannelLive None = new();
}
