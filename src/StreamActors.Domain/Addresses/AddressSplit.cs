using System.Collections.Immutable;
using System.Net;
using StreamActors.Kernel;

namespace StreamActors.Domain.Addresses;

/// <summary>Splits one URL into address, options and secrets.</summary>
internal sealed class AddressSplit
{
    private static readonly Secret Kept = new(Secret.Mask);

    private readonly PlainAddress _given;
    private readonly Protocol _protocol;
    private readonly List<FieldFault> _faults = [];
    private ImmutableSortedDictionary<string, string> _options;
    private ImmutableSortedDictionary<string, Secret> _secrets;
    private UrlParts _url;

    public AddressSplit(PlainAddress given, UrlParts url, Protocol protocol, bool isIngest)
    {
        (_given, _url, _protocol, _options, _secrets) = (given, url, protocol, given.Options, given.Secrets);
        if (url.Password is { Length: > 0 } password)
            Take("password", password);
        if (isIngest && protocol.AllowsMulticast)
            ReadSenders();
        if (url.Query == Secret.Mask && protocol.Query is QueryUse.Key or QueryUse.Server)
        {
            Refuse(null, "The query *** is only a mask: send the URL with its real query, or without one.");
            return;
        }
        switch (protocol.Query)
        {
            case QueryUse.Key:
                ReadKey();
                break;
            case QueryUse.Secret:
                HideQuery();
                break;
            default:
                ReadQuery();
                break;
        }
    }

    public PlainAddress Result =>
        new((_url with { Password = null }).Shown(_url.Path, _url.Query), _options, _secrets) { Faults = _faults };

    /// <summary>
    /// VLC and GStreamer write <c>udp://@GROUP:PORT</c> to join a group and <c>udp://SENDER@GROUP:PORT</c> to receive from one sender.
    /// </summary>
    private void ReadSenders()
    {
        if (_url.User is { } sender && (sender.Length == 0 || IPAddress.TryParse(sender, out _)))
        {
            if (sender.Length > 0)
                Choose("sources", sender, $"{sender}@");
            _url = _url with { User = null };
        }
    }

    /// <summary>
    /// Everything after the application is the stream key, including its query, as platforms show it. In <c>live2?backup=1/KEY</c> the
    /// query belongs to the application. When the key is given as a secret, the whole path is the application.
    /// </summary>
    private void ReadKey()
    {
        var path = _url.Path.TrimEnd('/');
        var (last, query) = (path.LastIndexOf('/'), _url.Query);
        var given = _secrets.GetValueOrDefault("key");
        if (last > 0)
        {
            var key = Uri.UnescapeDataString(path[(last + 1)..]) + (query.Length > 0 ? $"?{query}" : "");
            if (given is null || given.Equals(new Secret(key)))
                (_secrets, _url) = (_secrets.SetItem("key", new Secret(key)), _url with { Path = path[..last], Query = "" });
            else if (query.Length > 0)
                Refuse(null, "The stream key is in the URL and in the secret 'key': end the URL with the application, without a '?'.");
            return;
        }
        if (query.IndexOf('/', StringComparison.Ordinal) is > 0 and var slash && slash < query.Length - 1)
        {
            Take("key", Uri.UnescapeDataString(query[(slash + 1)..]));
            _url = _url with { Query = query[..slash] };
        }
        HideQuery();
    }

    private void HideQuery()
    {
        if (_url.Query.Length == 0)
            return;
        Take("query", _url.Query);
        _url = _url with { Query = "" };
    }

    private void ReadQuery()
    {
        var others = new List<string>();
        foreach (var raw in _url.Query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var pair = raw.Split('=', 2);
            var (name, value) = (Uri.UnescapeDataString(pair[0]), pair.Length > 1 ? Uri.UnescapeDataString(pair[1]) : "");
            if (!Read(name, value, isBare: pair.Length == 1))
                others.Add(raw);
        }
        _url = _url with { Query = string.Join('&', others) };
        if (_protocol.Query == QueryUse.Server && _protocol.HidesQuery(_url.Query))
            HideQuery();
    }

    /// <returns>False when it belongs to the server.</returns>
    private bool Read(string name, string value, bool isBare)
    {
        foreach (var option in _protocol.Options.Concat(_protocol.Secrets))
        {
            if (NameFor(option, name, isBare) is not { } found)
                continue;
            value = found.BareValue ?? found.Read(value);
            if (found.MayBeTheirs && !option.IsRight(value))
                return false;
            if (!_protocol.Options.Contains(option))
                Take(option.Name, value);
            else if (option.IsRight(value))
                Choose(option.Name, value, isBare ? name : $"{name}={value}");
            else
                Refuse($"{name}={value}", $"{name} in the URL: {found.Expected ?? option.Expected}.");
            return true;
        }
        if (_protocol.QueryRules.FirstOrDefault(r => Is(r.Name, name)) is { } rule)
        {
            if (_protocol.Query == QueryUse.Server && !isBare)
                return false;
            if (!rule.Values.Contains(value, StringComparer.OrdinalIgnoreCase))
                Refuse(name, $"'{name}' in the URL: {rule.Expected}.");
            return true;
        }
        if (_protocol.Query == QueryUse.Server)
            return false;
        Refuse(name, $"{_protocol.Name} has no '{name}' in its URL. {Known()}");
        return true;
    }

    private QueryName? NameFor(Option option, string name, bool isBare) =>
        option.QueryNames.FirstOrDefault(q => Is(q.Name, name) && isBare == q.BareValue is not null)
        ?? (_protocol.Query == QueryUse.Options && Is(option.Name, name) ? new QueryName(name) : null);

    private string Known()
    {
        var names = _protocol.Options.Concat(_protocol.Secrets)
            .SelectMany(o => o.QueryNames.Select(q => q.Name).Append(o.Name)).Distinct(StringComparer.Ordinal).ToList();
        return names.Count == 0 ? "It has no query." : $"It has: {string.Join(", ", names)}.";
    }

    private void Choose(string option, string value, string said)
    {
        if (!_options.TryGetValue(option, out var there))
            _options = _options.Add(option, value);
        else if (!string.Equals(there, value, StringComparison.Ordinal))
            Refuse(
                said,
                $"The URL says {option}={value}, and {(_given.Options.ContainsKey(option) ? "the option says" : "also")} {there}: give "
                    + $"it once.");
    }

    private void Take(string secret, string clear)
    {
        if (clear.Length == 0)
            return;
        if (!_secrets.TryGetValue(secret, out var there))
            _secrets = _secrets.Add(secret, new Secret(clear));
        else if (there.Equals(Kept))
            Refuse(null, $"The URL holds a {secret}, and the secret '{secret}' is {Secret.Mask}, which keeps the stored one: give one.");
        else if (!there.Equals(new Secret(clear)))
            Refuse(null, _given.Secrets.ContainsKey(secret)
                ? $"The URL holds a {secret} that differs from the secret '{secret}': give it once."
                : $"The URL holds two {secret}s that differ: give it once.");
    }

    private void Refuse(string? part, string cure) => _faults.Add(new FieldFault("url", part, cure));

    private static bool Is(string name, string other) => string.Equals(name, other, StringComparison.OrdinalIgnoreCase);
}
