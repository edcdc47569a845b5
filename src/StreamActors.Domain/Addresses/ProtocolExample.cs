using System.Collections.Immutable;

namespace StreamActors.Domain.Addresses;

/// <summary>A documentation example of an address: its parts separately, and the whole as one URL.</summary>
public sealed record ProtocolExample(string Url)
{
    private const string UserAndPassword = "://USER:PASSWORD@", EndOfPath = "the end of the path", QueryItself = "?QUERY";

    public ImmutableArray<(string Name, string Value)> Options { get; init; } = [];

    /// <summary>In clear text: these are only examples.</summary>
    public ImmutableArray<(string Name, string Value)> Secrets { get; init; } = [];

    /// <summary>How an option or a secret is written in the URL; empty when it cannot be.</summary>
    public static IReadOnlyList<string> InUrl(Protocol protocol, Option option)
    {
        var isSecret = !protocol.Options.Contains(option);
        var own = $"{option.Name}=";
        var names = option.QueryNames.Select(n => n.BareValue is null ? $"{n.Name}=" : n.Name);
        return (protocol.Query, option.Name) switch
        {
            (_, "password") when isSecret => [UserAndPassword],
            (QueryUse.Key, "key") when isSecret => [EndOfPath],
            (QueryUse.Key or QueryUse.Secret or QueryUse.Server, "query") when isSecret => [QueryItself],
            (QueryUse.Options, _) => [own, .. names.Where(n => n != own)],
            (QueryUse.Server, _) when !isSecret => [.. names],
            _ => [],
        };
    }

    /// <returns>The whole as one URL, as other programs write it; null when a part cannot be in a URL.</returns>
    public string? Whole(Protocol protocol)
    {
        var (url, query) = (Url, new List<string>());
        foreach (var (name, value) in Options.Concat(Secrets))
        {
            var option = protocol.Options.Concat(protocol.Secrets).Single(o => o.Name == name);
            switch (InUrl(protocol, option))
            {
                case [UserAndPassword]: url = url.Replace("@", $":{value}@", StringComparison.Ordinal); break;
                case [EndOfPath]: url += $"/{value}"; break;
                case [QueryItself]: query.Add(value); break;
                case [var first, ..] when first.EndsWith('='): query.Add(first + value); break;
                default: return null;
            }
        }
        return query.Count == 0 ? url : $"{url}?{string.Join('&', query)}";
    }
}
