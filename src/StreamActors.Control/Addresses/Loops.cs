using System.Net;
using System.Net.NetworkInformation;
using System.Runtime.CompilerServices;
using StreamActors.Domain.Addresses;
using StreamActors.Domain.Inputs;
using StreamActors.Domain.Outputs;
using StreamActors.Kernel;

namespace StreamActors.Control;

/// <summary>
/// Detects loops: an output that feeds its own input, directly or through others. Compares addresses only: where the output sends is where
/// an input listens.
/// </summary>
public sealed class Loops(Catalogue catalogue, TimeProvider time)
{
    private static readonly TimeSpan RecheckInterval = TimeSpan.FromSeconds(10);
    private static readonly ConditionalWeakTable<Address, UrlParts> Parsed = [];

    private (long At, HashSet<IPAddress> Addresses)? _own;

    /// <summary>Whether an output of this input to this address would close a loop, and through which inputs.</summary>
    public Refusal? OfOutput(string input, string output, Address address)
    {
        if (Protocols.OfUrl(address.Url, isIngest: true) is null)
            return null;
        var fed = Fed(address, Inputs(null, null)).ToList();
        return fed.Count > 0 && Path(fed, input, output) is { } path ? Refuse("address.url", path) : null;
    }

    /// <summary>Whether an input listening there would receive its own output.</summary>
    public Refusal? OfInput(string input, Address address)
    {
        if (Protocols.OfUrl(address.Url, isIngest: false) is null)
            return null;
        var feeders = Outputs(null).Where(o => Meets(o.Config.Address, address)).ToList();
        if (feeders.Count == 0)
            return null;
        var inputs = Inputs(input, address).ToList();
        foreach (var (_, config) in feeders)
        {
            if (config.Input == input || Path(Next(input, inputs, null), config.Input, null, inputs) is not null)
                return Refuse("address.url", [input, config.Input]);
        }
        return null;
    }

    private static Refusal Refuse(string field, IReadOnlyList<string> path) => new(
        "loop",
        $"Feedback loop: {string.Join(" → ", path.Distinct(StringComparer.Ordinal))} → {path[0]}.",
        [new FieldFault(field, null, "an address that does not lead back to one of these inputs")]);

    private List<string>? Path(IEnumerable<string> from, string goal, string? without,
        IReadOnlyList<(string Id, Address Address)>? inputs = null)
    {
        inputs ??= [.. Inputs(null, null)];
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var open = new Queue<List<string>>(from.Select(f => new List<string> { goal, f }));
        while (open.TryDequeue(out var path))
        {
            if (path[^1] == goal)
                return path;
            if (!seen.Add(path[^1]))
                continue;
            foreach (var next in Next(path[^1], inputs, without))
                open.Enqueue([.. path, next]);
        }
        return null;
    }

    private IEnumerable<string> Next(string input, IReadOnlyList<(string Id, Address Address)> inputs, string? without) =>
        Outputs(without).Where(o => o.Config.Input == input).SelectMany(o => Fed(o.Config.Address, inputs));

    private IEnumerable<string> Fed(Address output, IEnumerable<(string Id, Address Address)> inputs) =>
        inputs.Where(i => Meets(output, i.Address)).Select(i => i.Id);

    private IEnumerable<(string Id, Address Address)> Inputs(string? instead, Address? address)
    {
        var there = catalogue.All(InputId.Kind).Where(e => e.Id.Id != instead && e.Order is InputState { Config: not null })
            .Select(e => (e.Id.Id, ((InputState)e.Order).Config!.Address));
        return instead is null ? there : there.Append((instead, address!));
    }

    private IEnumerable<(string Id, OutputConfig Config)> Outputs(string? without) =>
        catalogue.All(OutputId.Kind).Where(e => e.Id.Id != without && e.Order is OutputState { Config: not null })
        .Select(e => (e.Id.Id, ((OutputState)e.Order).Config!));

    /// <summary>Whether media sent by the output arrives at the input.</summary>
    internal bool Meets(Address output, Address input)
    {
        var (to, from) = (Parts(output), Parts(input));
        var (sender, receiver) = (Protocols.Find(to.Scheme, isIngest: false), Protocols.Find(from.Scheme, isIngest: true));
        if (sender is null || receiver is null || sender.Family != receiver.Family || PortOf(to, sender) != PortOf(from, receiver))
            return false;
        if (receiver.IsListener(input.Options))
            return !sender.IsListener(output.Options) && Hears(from, to)
                && (receiver.SamePath == SamePath.Never || IsWithin(from, to) || IsWithin(to, from)); // the port may have several inputs
        return sender.IsListener(output.Options) ? Hears(to, from) : SameHost(from, to) && receiver.SamePath switch
        {
            SamePath.Below => IsWithin(from, to),
            SamePath.Exactly => string.Equals(from.Path, to.Path, StringComparison.Ordinal),
            _ => false,
        };
    }

    /// <summary>One port for all of a family: RTMP and RTMPS lead to one place.</summary>
    private static int? PortOf(UrlParts url, Protocol protocol) => url.Port ?? Protocols.Find(protocol.Family, isIngest: true)?.DefaultPort;

    private static bool IsWithin(UrlParts url, UrlParts folder) => Folder(url).StartsWith(Folder(folder), StringComparison.Ordinal);

    private static string Folder(UrlParts url) => $"{url.Path.TrimEnd('/')}/";

    /// <summary>A listener on a group receives that group; one on any address receives everything sent to this machine.</summary>
    private bool Hears(UrlParts listener, UrlParts to)
    {
        if (to.Ip is { } group && AddressRules.IsMulticast(group))
            return group.Equals(listener.Ip);
        if (listener.Ip is { } ip && AddressRules.IsMulticast(ip))
            return false;
        return IsOwn(to) && (listener.Host.Length == 0 || listener.Ip is { } any
            && (any.Equals(IPAddress.Any) || any.Equals(IPAddress.IPv6Any)) || IsOwn(listener));
    }

    private bool SameHost(UrlParts one, UrlParts other) =>
        string.Equals(one.Host, other.Host, StringComparison.OrdinalIgnoreCase) || (IsOwn(one) && IsOwn(other));

    private bool IsOwn(UrlParts url) =>
        url.Host.TrimEnd('.') is "localhost" || url.Host.TrimEnd('.').EndsWith(".localhost", StringComparison.Ordinal)
        || string.Equals(url.Host, Environment.MachineName, StringComparison.OrdinalIgnoreCase)
        || (url.Ip is { } ip && (IPAddress.IsLoopback(ip) || ip.Equals(IPAddress.Any) || Own().Contains(ip)));

    private HashSet<IPAddress> Own()
    {
        if (_own is not { } own || time.GetElapsedTime(own.At) > RecheckInterval)
            _own = own = (time.GetTimestamp(), [.. NetworkInterface.GetAllNetworkInterfaces()
                .SelectMany(i => i.GetIPProperties().UnicastAddresses).Select(a => a.Address)]);
        return own.Addresses;
    }

    private static UrlParts Parts(Address address) => Parsed.GetValue(address, static a =>
    {
        _ = UrlParts.Parse(a.Url, out var parts); // an invalid URL matches nothing
        return parts;
    });
}
