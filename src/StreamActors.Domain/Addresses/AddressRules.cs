using System.Net;
using StreamActors.Kernel;

namespace StreamActors.Domain.Addresses;

/// <summary>All rules for an address that can be checked without the network. Reports every fault at once.</summary>
public static class AddressRules
{
    /// <param name="stored">An unchanged stored address is not checked again: older versions may have accepted it.</param>
    public static IReadOnlyList<FieldFault> Check(Address address, bool isIngest, Address? stored = null)
    {
        if (address == stored)
            return [];
        if (UrlParts.Parse(address.Url, out var url) is { } cure)
            return [new FieldFault("url", Shown(address.Url), cure)];
        if (Protocols.Find(url.Scheme, isIngest) is not { } protocol)
            return [new FieldFault("url", Shown(address.Url), $"a protocol among {string.Join(", ", Protocols.Names(isIngest))}")];
        return [.. UrlFaults(url, protocol, address), .. UserFaults(url, protocol, address),
            .. OptionFaults(url, protocol, address), .. SecretFaults(url, protocol, address)];
    }

    private static IEnumerable<FieldFault> UrlFaults(UrlParts url, Protocol protocol, Address address)
    {
        var shown = Shown(address.Url);
        if (protocol.NeedsHost && url.Host.Length == 0 && !protocol.IsListener(address.Options))
            yield return new FieldFault("url", shown, protocol.ListeningMode is { } mode
                ? $"a host to connect to, or the option mode={mode}"
                : $"a host: {protocol.Name}://host…");
        if (protocol.NeedsPortIn(url, address.Options))
            yield return new FieldFault("url", shown, $"a port: {protocol.Name}://{(url.Host.Length == 0 ? "" : url.Host)}:PORT");
        if (url.Host.Length > 0 && protocol.IsOnSharedPort(url, address.Options))
            yield return new FieldFault("url", shown,
                $"a port, or no host: {protocol.Name}:// is the port that inputs share, on every address of this machine");
        if (protocol.NeedsPath && url.Path.Trim('/').Length == 0)
            yield return new FieldFault("url", shown, $"a path: {protocol.Name}://{url.Host}/PATH");
        if (protocol.HasNoHost && (url.Host.Length > 0 || url.Port is not null))
            yield return new FieldFault("url", shown, $"no host: {protocol.Forms[0].Form}");
        if (protocol.Name is "test" && (url.Port is not null || (url.Host.Length > 0 && !OptionTable.Pattern.IsRight(url.Host))))
            yield return new FieldFault("url", shown, $"test:// or test://PATTERN with {OptionTable.Pattern.Expected}");
        if (protocol.HasNoPath && url.Path is not ("" or "/"))
            yield return new FieldFault("url", shown, $"no path: {protocol.Forms[0].Form}");
        if (url.Ip is { } ip && IsMulticast(ip) && !protocol.AllowsMulticast)
            yield return new FieldFault("url", shown, $"no multicast address: {protocol.Name} connects to one peer");
        if (url.Ip is { } broadcast && broadcast.Equals(IPAddress.Broadcast))
            yield return new FieldFault("url", shown, "the address of one host or a multicast group, not the broadcast address");
        var isSound = address.Options.GetValueOrDefault("driver") is "alsa";
        if (protocol.Name is "capture" && CaptureDevice.Parse(url.Path, isSound) is null)
            yield return new FieldFault("url", shown, isSound
                ? $"a sound device: capture:///DEVICE with DEVICE one of {CaptureDevice.SoundNames}"
                : $"a video device: capture://DEVICE with DEVICE one of {CaptureDevice.VideoNames}");
        if (protocol.Name is "file" && url.Path.Split('/').Any(part => Uri.UnescapeDataString(part) is ".." or "."))
            yield return new FieldFault("url", shown, "a path that stays in its folder, without '.' and '..'");
        if (url.Query.Length > 0 && address.Secrets.ContainsKey("query"))
            yield return new FieldFault("url", shown, "no query: it is given as the secret 'query'");
        foreach (var name in url.QueryParts.Select(q => q.Name)
            .Where(n => protocol.Query == QueryUse.Options)
            .Where(n => protocol.Secrets.Any(s => string.Equals(s.Name, n, StringComparison.OrdinalIgnoreCase))))
            yield return new FieldFault("url", shown, $"no '{name}' in the URL: give it as the secret '{name}'");
    }

    private static IEnumerable<FieldFault> UserFaults(UrlParts url, Protocol protocol, Address address)
    {
        var shown = Shown(address.Url);
        if (url.Password is not null)
            yield return new FieldFault("url", shown, "no password in the URL: give it as the secret 'password'");
        if (url.User is not { } user)
            yield break;
        if (!protocol.AllowsUser)
            yield return new FieldFault("url", shown, $"no user: {protocol.Name} has none");
        else if (user.Length == 0)
            yield return new FieldFault("url", shown, "a user before the '@', or no '@'");
        if (protocol.Name is not ("rtmp" or "rtmps"))
            yield break;
        if (address.Options.GetValueOrDefault("mode") is "listen")
            yield return new FieldFault("url", shown, "no user with mode=listen: the stream key says who may publish");
        else if (user.Length > 0 && !RtmpCredential.IsUser(user))
            yield return new FieldFault("url", shown, RtmpCredential.UserCure);
        else if (!address.Secrets.ContainsKey("password"))
            yield return new FieldFault("secrets.password", null, "the password of the user in the URL: without one FFmpeg sends neither");
    }

    private static IEnumerable<FieldFault> OptionFaults(UrlParts url, Protocol protocol, Address address)
    {
        foreach (var (name, value) in address.Options)
        {
            if (protocol.Options.FirstOrDefault(o => string.Equals(o.Name, name, StringComparison.Ordinal)) is not { } option)
                yield return new FieldFault($"options.{name}", value, protocol.Options.Count == 0
                    ? $"{protocol.Name} has no options."
                    : $"{protocol.Name} has no option '{name}'. It has: {string.Join(", ", protocol.Options.Select(o => o.Name))}.");
            else if (!option.IsRight(value))
                yield return new FieldFault($"options.{name}", value, option.Expected);
            else if (option.Only is { } only && !only.Holds(address, url))
                yield return new FieldFault($"options.{name}", value, $"It is used {only.Text}.");
        }
    }

    private static IEnumerable<FieldFault> SecretFaults(UrlParts url, Protocol protocol, Address address)
    {
        foreach (var secret in protocol.Secrets.Where(s => address.Secrets.ContainsKey(s.Name) && s.Only?.Holds(address, url) == false))
            yield return new FieldFault($"secrets.{secret.Name}", Secret.Mask, $"It is used {secret.Only!.Text}.");
        foreach (var name in address.Secrets.Keys.Where(
            n => protocol.Secrets.All(s => !string.Equals(s.Name, n, StringComparison.Ordinal))))
            yield return new FieldFault($"secrets.{name}", Secret.Mask, protocol.Secrets.Count == 0
                ? $"{protocol.Name} has no secrets."
                : $"{protocol.Name} has no secret '{name}'. It has: {string.Join(", ", protocol.Secrets.Select(s => s.Name))}.");
        if (protocol.IsOnSharedPort(url, address.Options) && !address.Secrets.ContainsKey("key")
            && !address.Secrets.ContainsKey("passphrase") && address.Options.GetValueOrDefault("any-publisher") is not "true")
            yield return new FieldFault("secrets.key", null,
                "a key or a passphrase that publishers must give, or the option any-publisher=true");
        if (protocol.NeedsKey && !address.Secrets.ContainsKey("key"))
            yield return new FieldFault("secrets.key", null, "the stream key, as the platform shows it");
    }

    /// <summary>Checks the clear text of a secret before it is sealed. The value is never repeated.</summary>
    public static FieldFault? CheckSecret(string scheme, bool isIngest, string name, Secret secret) =>
        Protocols.Find(scheme, isIngest)?.Secrets.FirstOrDefault(s => string.Equals(s.Name, name, StringComparison.Ordinal)) is { } rule
        && !rule.IsRight(secret.Reveal())
            ? new FieldFault($"secrets.{name}", Secret.Mask, rule.Expected)
            : HasControls(name, secret)
            ? new FieldFault($"secrets.{name}", Secret.Mask, "no control characters: neither line ends nor tabs") : null;

    /// <summary>No protocol needs control characters. Headers are separated by line ends and have their own rule.</summary>
    private static bool HasControls(string name, Secret secret) => name != "headers" && secret.Reveal().Any(char.IsControl);

    public static bool IsMulticast(IPAddress ip) =>
        ip.IsIPv6Multicast
        || (ip.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork && ip.GetAddressBytes()[0] is >= 224 and <= 239);

    /// <summary>
    /// The URL as it may be repeated in a refusal or a log: without credentials, query, and what may be a stream key at the end
    /// of the path.
    /// </summary>
    private static string Shown(string url)
    {
        var start = url.IndexOf("://", StringComparison.Ordinal) + 3;
        if (start < 3)
            return Secret.Mask; // not a URL: it may be the stream key itself
        var rest = url[start..];
        var query = rest.IndexOfAny(['?', '#']);
        if (query >= 0)
            rest = $"{rest[..(query + 1)]}{Secret.Mask}";
        var at = rest.LastIndexOf('@');
        if (at >= 0)
            rest = $"{Secret.Mask}{rest[at..]}";
        var slash = rest.LastIndexOf('/');
        if (url.StartsWith("rtmp", StringComparison.OrdinalIgnoreCase) && slash > rest.IndexOf('/', StringComparison.Ordinal))
            rest = $"{rest[..(slash + 1)]}{Secret.Mask}";
        var shown = url[..start] + rest;
        return shown.Length > 200 ? $"{shown[..200]}…" : shown;
    }
}
