namespace StreamActors.Wire;

/// <summary>A notification channel as it is sent. PATCH is a merge patch over this.</summary>
public sealed record ChannelDraft : IDraft
{
    /// <summary>1 to 63 lower-case letters, digits and hyphens. Default: made from the name. Cannot change.</summary>
    public string? Id { get; init; }

    public string? Name { get; init; }

    /// <summary>webhook, email or slack. Cannot change.</summary>
    public required string Kind { get; init; }

    /// <summary>Whether notifications are sent. Default: true.</summary>
    public bool? On { get; init; }

    /// <summary>
    /// http(s):// for a webhook; smtp://host:587 (STARTTLS) or smtps://host:465 for mail. A URL that contains a token goes into
    /// secrets.url.
    /// </summary>
    public string? Url { get; init; }

    /// <summary>The user name at the mail server.</summary>
    public string? User { get; init; }

    /// <summary>The sender address of mail.</summary>
    public string? From { get; init; }

    /// <summary>The recipients of mail.</summary>
    public IReadOnlyList<string>? To { get; init; }

    /// <summary>Send mail without TLS: for a server in a trusted network, never with a password.</summary>
    public bool? Plain { get; init; }

    /// <summary>
    /// In clear: signing and url (webhook), url (slack), password (mail). In an edit, *** or an absent name keeps a secret and null removes
    /// it.
    /// </summary>
    public IReadOnlyDictionary<string, string>? Secrets { get; init; }

    /// <summary>Minimum severity: info, warning or critical.</summary>
    public string? Least { get; init; }

    /// <summary>How long the first alert waits for others, so that one message covers them all. Default: 5s.</summary>
    public string? Gather { get; init; }

    /// <summary>The minimum time between two messages. Default: 30s.</summary>
    public string? Spacing { get; init; }

    /// <summary>Whether resolved alerts are sent. Default: true.</summary>
    public bool? Resolved { get; init; }
}

/// <summary>A notification channel: its configuration and its delivery state. Every secret is ***.</summary>
public sealed record ChannelView(
    string Id, string Name, string Kind, bool On, string? Url, string? User, string? From, IReadOnlyList<string> To, bool Plain,
    IReadOnlyDictionary<string, string> Secrets,
    string Least, string Gather, string Spacing, bool Resolved, long Version, ChannelStateView State);

/// <param name="Status">off, untried, ok, trying (failed, will be retried) or resting (failed too often; editing the channel ends the
/// pause).</param>
/// <param name="Fault">The last error; null after a success.</param>
/// <param name="Again">When the next attempt is made.</param>
/// <param name="Sent">Messages that were accepted.</param>
/// <param name="Abandoned">Messages that were given up. Alerts in them that still fire are sent again in a new message.</param>
/// <param name="Told">How many firing alerts were delivered to the receiver.</param>
public sealed record ChannelStateView(string Status, string? Fault, DateTimeOffset? Again, DateTimeOffset? LastSent, long Sent,
    long Abandoned, int Told);

/// <summary>The result of a test message.</summary>
/// <param name="Fault">Why it was not accepted; null if it was.</param>
public sealed record ChannelTestView(bool Delivered, string? Fault, double Seconds);
