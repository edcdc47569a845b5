using System.Collections.Immutable;
using System.Text.Json.Serialization;
using StreamActors.Kernel;

namespace StreamActors.Domain.Alerts;

/// <summary>How a channel tells. Names are stored.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ChannelSort>))]
public enum ChannelSort
{
    [JsonStringEnumMemberName("webhook")] Webhook,
    [JsonStringEnumMemberName("email")] Email,
    [JsonStringEnumMemberName("slack")] Slack,
}

/// <summary>Where alerts are told, as an operator configures it.</summary>
public sealed record ChannelConfig(string Name, ChannelSort Sort, bool On)
{
    /// <summary>Of the webhook, or of the mail server: smtp:// (STARTTLS) or smtps://. Null where it is a secret itself.</summary>
    public string? Url { get; init; }

    /// <summary>Who logs in at the mail server; null: nobody does.</summary>
    public string? User { get; init; }

    public string? From { get; init; }

    public ImmutableArray<string> To { get; init; } = [];

    /// <summary>Mail goes without TLS: for a server on a trusted line only, and never with a password.</summary>
    public bool Plain { get; init; }

    public ImmutableSortedDictionary<string, SealedSecret> Secrets { get; init; } = ImmutableSortedDictionary<string, SealedSecret>.Empty;

    /// <summary>What is less severe is not told here.</summary>
    public AlertSeverity Least { get; init; }

    /// <summary>How long the first waits for others, so that one message tells of all.</summary>
    public TimeSpan Gather { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How far apart messages are at least.</summary>
    public TimeSpan Spacing { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Whether it is told that an alert is over.</summary>
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

/// <summary>A channel has no live side of its own: what was sent is in its delivery.</summary>
public sealed record ChannelLive
{
    public static readonly ChannelLive None = new();
}
