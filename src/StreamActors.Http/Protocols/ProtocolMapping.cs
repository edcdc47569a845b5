using System.Collections.Immutable;
using StreamActors.Control;
using StreamActors.Domain.Addresses;
using StreamActors.Wire;

namespace StreamActors.Http;

/// <summary>Maps the protocol table to views: by name, with both directions.</summary>
internal static class ProtocolMapping
{
    public static readonly IReadOnlyList<ProtocolView> All =
        [.. Protocols.Names(isIngest: true).Union(Protocols.Names(isIngest: false), StringComparer.Ordinal)
            .Select(n => new ProtocolView(n, Use(n, isIngest: true), Use(n, isIngest: false)))];

    private static ProtocolUseView? Use(string name, bool isIngest) => Protocols.Find(name, isIngest) is { } p
        ? new(
            p.Text, p.Listens, p.DefaultPort,
            [.. p.Forms.Select(f => new UrlFormView(f.Form, f.Example, f.Text, f.Option))], p.QueryText,
            p.Drivers, Url(p), [.. p.Options.Select(o => Option(p, o))], [.. p.Secrets.Select(o => Option(p, o))], Example(p, isIngest))
        : null;

    private static ProtocolUrlView Url(Protocol p) => new(
        Part(!p.HasNoHost, p.NeedsHost),
        Part(!p.HasNoHost && (p.NeedsPort || p.DefaultPort is not null), p.NeedsPort && !p.HasSharedPort && p.ListeningMode is null),
        Part(!p.HasNoPath, p.NeedsPath),
        Part(p.AllowsUser, isRequired: false), p.AllowsMulticast,
        p.AlwaysListens ? "" : p.ListeningMode is { } mode ? $"mode={mode}" : null);

    private static string Part(bool isThere, bool isRequired) => !isThere ? "none" : isRequired ? "required" : "optional";

    private static ProtocolOptionView Option(Protocol protocol, Option option) =>
        new(option.Name, option.Expected, option.Unit, option.DefaultShown, option.Text, option.Only?.Text,
            ProtocolExample.InUrl(protocol, option))
        {
            Kind = EnumNames<OptionKind>.Of(option.Kind), Choices = option.Values, Min = option.Min, Max = option.Max,
            DefaultValue = option.Default, Example = option.Example,
            Required = protocol.NeedsKey && option.Name == "key" && protocol.Secrets.Contains(option),
        };

    private static ProtocolExampleView Example(Protocol protocol, bool isIngest)
    {
        var example = protocol.Example;
        var what = isIngest ? "inputs create studio" : "outputs create platform --input studio";
        var words = new List<string> { "streamactors", what, "--url", example.Url };
        words.AddRange(example.Options.Select(o => $"--option {o.Name}={o.Value}"));
        words.AddRange(example.Secrets.Select(s => $"--secret {s.Name}=@{s.Name}.txt"));
        var address = new AddressDraft
        {
            Url = example.Url,
            Options = example.Options.Length == 0 ? null
                : example.Options.ToImmutableSortedDictionary(e => e.Name, e => e.Value, StringComparer.Ordinal),
            Secrets = example.Secrets.Length == 0 ? null
                : example.Secrets.ToImmutableSortedDictionary(e => e.Name, e => e.Value, StringComparer.Ordinal),
        };
        return new ProtocolExampleView(example.Whole(protocol), string.Join(' ', words) + " --on", address);
    }
}
