using StreamActors.Domain.Addresses;
using StreamActors.Domain.Workloads;
using StreamActors.Ffmpeg;
using StreamActors.Kernel;

namespace StreamActors.Streaming;

/// <summary>A parsed address with its secrets decrypted, from which a driver is made. Nothing keeps it.</summary>
internal sealed class OpenedAddress
{
    private readonly Address _address;
    private readonly Dictionary<string, Secret> _secrets;

    private OpenedAddress(Address address, bool isIngest, UrlParts url, Protocol protocol, Dictionary<string, Secret> secrets) =>
        (_address, IsIngest, Url, Protocol, _secrets) = (address, isIngest, url, protocol, secrets);

    public bool IsIngest { get; }

    public IReadOnlyDictionary<string, string> Options => _address.Options;

    public UrlParts Url { get; }

    public Protocol Protocol { get; }

    public bool Listens => Protocol.IsListener(_address.Options);

    public bool IsOnSharedPort => Protocol.IsOnSharedPort(Url, _address.Options);

    /// <summary>A listener listens everywhere, unless an own address is named.</summary>
    public HostPort Target => new(Listens && Url.Host.Length == 0 ? "0.0.0.0" : Url.Host, Url.Port ?? Protocol.DefaultPort ?? 0);

    /// <summary>The path and the query, unchanged.</summary>
    public string PathAndQuery => (Secret("query")?.Reveal() ?? Url.Query) is { Length: > 0 } query ? $"{Url.Path}?{query}" : Url.Path;

    public static async Task<OpenedAddress> Open(Address address, bool isIngest, ISecrets vault, CancellationToken stop)
    {
        var (url, protocol) = Parse(address.Url, isIngest);
        var secrets = new Dictionary<string, Secret>(StringComparer.Ordinal);
        foreach (var (name, sealedSecret) in address.Secrets)
        {
            secrets[name] = await vault.Open(sealedSecret, stop)
                ?? throw new NotStartedException(
                new DriverEnd(ErrorClass.RefusedAuth, $"The secret '{name}' has been destroyed: give it again."));
        }
        return new OpenedAddress(address, isIngest, url, protocol, secrets);
    }

    /// <summary>Of an address that is not stored.</summary>
    /// <exception cref="NotStartedException">It is not valid.</exception>
    public static OpenedAddress Of(PlainAddress address, bool isIngest)
    {
        var (url, protocol) = Parse(address.Url, isIngest);
        return new OpenedAddress(new Address(address.Url) { Options = address.Options }, isIngest, url, protocol,
            address.Secrets.ToDictionary(StringComparer.Ordinal));
    }

    public Secret? Secret(string name) => _secrets.GetValueOrDefault(name);

    public string? Option(string name) => _address.Options.GetValueOrDefault(name);

    public bool Is(string option, string value) => string.Equals(Option(option), value, StringComparison.Ordinal);

    public int? Number(string option) =>
        Option(option) is { } text ? int.Parse(text, System.Globalization.CultureInfo.InvariantCulture) : null;

    public long? Size(string option) =>
        Option(option) is { } text ? long.Parse(text, System.Globalization.CultureInfo.InvariantCulture) : null;

    private static (UrlParts, Protocol) Parse(string address, bool isIngest)
    {
        if (UrlParts.Parse(address, out var url) is { } cure)
            throw new NotStartedException(new DriverEnd(ErrorClass.BadUrl, $"The address is invalid: {cure.TrimEnd('.')}."));
        return (url, Protocols.Find(url.Scheme, isIngest)
            ?? throw new NotStartedException(
            new DriverEnd(ErrorClass.BadUrl, $"{url.Scheme} is not a protocol of {(isIngest ? "inputs" : "outputs")}.")));
    }

    public TimeSpan? Milliseconds(string option) => Number(option) is { } number ? TimeSpan.FromMilliseconds(number) : null;
}
