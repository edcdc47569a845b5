namespace StreamActors.Wire;

/// <summary>Where alerts are told, as it is sent. An edit (PATCH) is a merge patch over this.</summary>
public sealed record ChannelDraft : IDraft
{
    /// <summary>Small letters, digits and hyphens, 63 at most; made from the name where it is absent. For life.</summary>
    public string? Id { get; init; }

    public string? Name { get; init; }

    /// <summary>webhook, email or slack. For life.</summary>
    public required string Kind { get; init; }

    /// <summary>Whether anything is told over it; true where it is absent.</summary>
    public bool? On { get; init; }

    /// <summary>http(s):// for a webhook; smtp://host:587 (STARTTLS) or smtps://host:465 for mail. One that holds a token goes into secrets.url.</summary>
    public string? Url { get; init; }

    /// <summary>Who logs in at the mail server.</summary>
    public string? User { get; init; }

    /// <summary>The sender of mail.</summary>
    public string? From { get; init; }

    /// <summary>Who gets mail.</summary>
    public IReadOnlyList<string>? To { get; init; }

    /// <summary>Mail without TLS: for a server on a trusted line, and never with a password.</summary>
    public bool? Plain { get; init; }

    /// <summary>
    /// In clear: signing (webhook: whsec_ and 24 to 64 bytes in base64, as Standard Webhooks has it), url (webhook, slack), password
    /// (mail). In an edit: *** or absent keeps one, null removes it.
    /// </summary>
    public IReadOnlyDictionary<string, string>? Secrets { get; init; }

    /// <summary>info, warning or critical: what is less severe is not told here.</summary>
    public string? Least { get; init; }

    /// <summary>How long the first alert waits for others, so that one message tells of all; 5s where it is absent.</summary>
    public string? Gather { get; init; }

    /// <summary>How far apart messages are at least; 30s where it is absent.</summary>
    public string? Spacing { get; init; }

    /// <summary>Whether it is told that an alert is over; true where it is absent.</summary>
    public bool? Resolved { get; init; }
}

/// <summary>Where alerts are told: what is configured, and how it goes (state). Every secret is ***.</summary>
public sealed record ChannelView(
    string Id, string Name, string Kind, bool On, string? Url, string? User, string? From, IReadOnlyList<string> To, bool Plain, IReadOnlyDictionary<string, string> Secrets,
    string Least, string Gather, string Spacing, bool Resolved, long Version, ChannelStateView State);

/// <param name="Status">off, untried, ok, trying (it failed and is tried again) or resting (it was tried often enough; editing the channel ends the rest).</param>
/// <param name="Fault">What went wrong last; null where it went well since.</param>
/// <param name="Again">When it is tried again.</param>
/// <param name="Sent">Messages that were taken.</param>
/// <param name="Abandoned">Messages that were given up. What they told of and still is so is told anew.</param>
/// <param name="Told">How many alerts the other side knows to be firing.</param>
public sealed record ChannelStateView(string Status, string? Fault, DateTimeOffset? Again, DateTimeOffset? LastSent, long Sent, long Abandoned, int Told);

/// <summary>What came of a test message.</summary>
/// <param name="Fault">Why it was not taken; null where it was.</param>
public sealed record ChannelTestView(bool Delivered, string? Fault, double Seconds);
