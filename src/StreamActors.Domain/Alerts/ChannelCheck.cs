using System.Collections.Immutable;
using System.Text.RegularExpressions;
using StreamActors.Kernel;

namespace StreamActors.Domain.Alerts;

/// <summary>The rules for a channel by its type. Fields of another type are refused, not ignored.</summary>
public static partial class ChannelCheck
{
    private const int MostRecipients = 50;
    private const string Form = "whsec_ and 24 to 64 bytes in base64 (Standard Webhooks)";

    // Prevents mail header injection: no space, no control character, no angle bracket.
    [GeneratedRegex(@"^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9.-]{1,253}\z", RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex MailAddress();

    public static IEnumerable<FieldFault> Faults(ChannelConfig c)
    {
        foreach (var fault in ConfigRules.Check(c.Name, ImmutableSortedDictionary<string, string>.Empty, ConfigRules.MinStallAfter))
            yield return fault;
        foreach (var (field, time, most) in (ValueTuple<string, TimeSpan, TimeSpan>[])[("gather", c.Gather, TimeSpan.FromMinutes(10)),
            ("spacing", c.Spacing, TimeSpan.FromDays(1))])
        {
            if (time < TimeSpan.Zero || time > most)
                yield return new FieldFault(field, $"{time}", field == "gather" ? "0s to 10m" : "0s to 1d");
        }
        foreach (var fault in c.Sort == ChannelType.Email ? Mail(c) : Web(c))
            yield return fault;
    }

    public static FieldFault? CheckUrl(string field, string url, bool isSecret) =>
        Uri.TryCreate(url, UriKind.Absolute, out var parsed) && parsed.Scheme is "http" or "https" && parsed.Host.Length > 0
        && parsed.UserInfo.Length == 0 && (isSecret || parsed.Query.Length == 0) && parsed.Fragment.Length == 0
        ? null
        : new FieldFault(field, isSecret || MayHoldOne(url) ? Secret.Mask : url,
        $"http://host/path or https://host/path, without user, password or "
            + $"fragment{(isSecret ? "" : "; one with a query or a token goes into secrets.url")}");

    private static IEnumerable<FieldFault> Web(ChannelConfig c)
    {
        string[] known = c.Sort == ChannelType.Webhook ? ["signing", "url"] : ["url"];
        foreach (var fault in UnknownSecrets(c, known))
            yield return fault;
        if (c.Url is not null && CheckUrl("url", c.Url, isSecret: false) is { } wrong)
            yield return wrong;
        if (c.Sort == ChannelType.Slack && (c.Url is not null || !c.Secrets.ContainsKey("url")))
            yield return new FieldFault(c.Url is null ? "secrets.url" : "url", null,
                "A Slack webhook's URL is a secret, since anyone who has it can post: give it as secrets.url.");
        else if (c.Sort == ChannelType.Webhook && c.Url is null != c.Secrets.ContainsKey("url"))
            yield return new FieldFault("url", null, "either url, or secrets.url where it holds a token");
        if (c.Sort == ChannelType.Webhook && !c.Secrets.ContainsKey("signing"))
            yield return new FieldFault("secrets.signing", null, $"what messages are signed with, known to the receiver too: {Form}");
        foreach (var (field, given) in (ValueTuple<string, bool>[])[("user", c.User is not null), ("from", c.From is not null),
            ("to", c.To.Length > 0), ("plain", c.Plain)])
        {
            if (given)
                yield return new FieldFault(field, null, "Only mail channels have this field: leave it out.");
        }
    }

    private static IEnumerable<FieldFault> Mail(ChannelConfig c)
    {
        foreach (var fault in UnknownSecrets(c, ["password"]))
            yield return fault;
        var isServer = Uri.TryCreate(c.Url, UriKind.Absolute, out var url) && url.Scheme is "smtp" or "smtps" && url.Host.Length > 0
            && url.PathAndQuery is "/" or "" && url.UserInfo.Length == 0;
        if (!isServer)
            yield return new FieldFault("url", MayHoldOne(c.Url) ? Secret.Mask : c.Url,
                "the mail server: smtp://host:587 (it must offer STARTTLS) or smtps://host:465");
        if (c.From is null || !MailAddress().IsMatch(c.From))
            yield return new FieldFault("from", c.From, "an address such as streamactors@example.org");
        if (c.To.Length is 0 or > MostRecipients)
            yield return new FieldFault("to", $"{c.To.Length} addresses", $"1 to {MostRecipients} addresses");
        foreach (var to in c.To.Where(t => !MailAddress().IsMatch(t)))
            yield return new FieldFault("to", to, "an address such as ann@example.org");
        if (c.User is null == c.Secrets.ContainsKey("password"))
            yield return new FieldFault(c.User is null ? "user" : "secrets.password", null,
                "user and secrets.password together, or neither");
        if (c.User is { } user && (user.Length is 0 or > 200 || user.Any(char.IsControl)))
            yield return new FieldFault("user", user, "1 to 200 characters, none of them a control character");
        if (c.Plain && (c.User is not null || (isServer && url!.Scheme == "smtps")))
            yield return new FieldFault("plain", "true", "false: a password goes over TLS only, and smtps is TLS");
    }

    /// <summary>The URL may contain a password or token: do not repeat it.</summary>
    private static bool MayHoldOne(string? url) => url?.AsSpan().ContainsAny('@', '?') == true;

    private static IEnumerable<FieldFault> UnknownSecrets(ChannelConfig c, string[] known) =>
        c.Secrets.Keys.Where(k => !known.Contains(k, StringComparer.Ordinal))
        .Select(k => new FieldFault($"secrets.{k}", Secret.Mask, $"one of {string.Join(", ", known)}"));

    /// <summary>The rules for a secret that need its clear text.</summary>
    public static FieldFault? CheckSecret(string name, Secret clear) => (name, clear.Reveal()) switch
    {
        ("url", var url) => CheckUrl("secrets.url", url, isSecret: true),
        ("signing", var secret) when !SigningSecret.IsWellFormed(secret) =>
            new FieldFault("secrets.signing", Secret.Mask, $"{Form}; or 16 to 200 characters"),
        ("password", { Length: 0 or > 500 }) => new FieldFault("secrets.password", Secret.Mask, "1 to 500 characters"),
        _ => null,
    };
}
