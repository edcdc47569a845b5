using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;

namespace StreamActors.Domain.Addresses;

/// <summary>HOST:PORT, where the host is an address or <c>localhost</c>; port 0 selects a free one.</summary>
public readonly record struct ListenAddress(string Host, int Port) : IParsable<ListenAddress>
{
    public bool IsLoopback => IPAddress.IsLoopback(Address);

    public IPEndPoint EndPoint => new(Address, Port);

    private IPAddress Address => Host == "localhost" ? IPAddress.Loopback : IPAddress.Parse(Host);

    public static ListenAddress Parse(string s, IFormatProvider? provider) =>
        TryParse(s, provider, out var address) ? address : throw new FormatException($"'{s}' is not HOST:PORT.");

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out ListenAddress result)
    {
        result = default;
        var colon = s?.LastIndexOf(':') ?? -1;
        if (s is null || colon <= 0 || !ushort.TryParse(s.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port))
            return false;
        var host = s[..colon].Trim('[', ']');
        result = new ListenAddress(host, port);
        return host == "localhost" || IPAddress.TryParse(host, out _);
    }

    public override string ToString() => Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]:{Port}" : $"{Host}:{Port}";
}

/// <summary>HOST:PORT, or empty.</summary>
public readonly record struct OptionalAddress(ListenAddress? Address) : IParsable<OptionalAddress>
{
    public static OptionalAddress Parse(string s, IFormatProvider? provider) =>
        TryParse(s, provider, out var address) ? address : throw new FormatException($"'{s}' is neither HOST:PORT nor empty.");

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out OptionalAddress result)
    {
        result = ListenAddress.TryParse(s, provider, out var address) ? new OptionalAddress(address) : default;
        return result.Address is not null || s?.Length == 0;
    }

    public override string ToString() => Address?.ToString() ?? "";
}
