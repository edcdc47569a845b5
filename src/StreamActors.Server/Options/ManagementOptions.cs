using System.Net;
using StreamActors.Domain.Addresses;

namespace StreamActors.Server;

/// <summary>The endpoint for health and cluster status without credentials.</summary>
public sealed record ManagementOptions
{
    public string Host { get; init; } = "127.0.0.1";

    public int Port { get; init; }

    public bool OpenToNetwork { get; init; }

    internal bool IsOn => Port != 0;

    internal bool IsHostAddress => Host == "localhost" || IPAddress.TryParse(Host, out _);

    internal ListenAddress Listen => new(Host, Port);
}

/// <summary>How nodes find each other over HTTP: an alternative to <see cref="ClusterOptions.Join"/>.</summary>
public sealed record BootstrapOptions
{
    public JoinAddresses ContactPoints { get; init; } = new("");

    public string Service { get; init; } = "streamactors";
}
