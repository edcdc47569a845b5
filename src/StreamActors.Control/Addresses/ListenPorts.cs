using System.Globalization;
using StreamActors.Domain.Addresses;
using StreamActors.Domain.Inputs;
using StreamActors.Domain.Outputs;
using StreamActors.Domain.Reservations;
using StreamActors.Kernel;

namespace StreamActors.Control;

/// <summary>The SRT ports of this server, as it is configured.</summary>
public sealed record SrtPortRules
{
    /// <summary>The one that inputs share.</summary>
    public int Shared { get; init; } = 8890;

    /// <summary>Those that port=auto chooses from.</summary>
    public PortRange Auto { get; init; } = new(8891, 8990);
}

/// <summary>Chooses the port of a listener with port=auto, and keeps others from the port that inputs share.</summary>
public sealed class ListenPorts(SrtPortRules rules, Catalogue catalogue)
{
    public int Shared => rules.Shared;

    /// <summary>The port is claimed and written into the URL, and so it is kept.</summary>
    public async Task<(AddressForm Address, Reply? Refused)> Choose(ResourceClaims claims, AddressForm address)
    {
        if (!address.Options.ContainsKey(AddressForm.PortOption) || UrlParts.Parse(address.Url, out var url) is not null)
            return (address, null);
        var taken = catalogue.All(InputId.Kind).Select(e => ((InputState)e.Order).Config?.Reserved)
            .Concat(catalogue.All(OutputId.Kind).Select(e => ((OutputState)e.Order).Config?.Reserved))
            .SelectMany(reserved => reserved ?? []).ToHashSet(StringComparer.Ordinal);
        foreach (var port in rules.Auto.All.Where(p => p != rules.Shared && !taken.Contains(ReservationId.UdpPort(p).Id)))
        {
            var refused = await claims.Reserve([(ReservationId.UdpPort(port), "address.options.port", null)]);
            if (refused is null)
                return (address.At(url with { Port = port }), null);
            if (refused is not Refused { Refusal.Code: "taken" })
                return (address, refused);
        }
        return (address, new Refused(new Refusal("taken", $"No port is free in media.srt.listen-ports ({rules.Auto}). Remove what listens "
            + "there, name another port in the URL, or configure more ports.",
            [new FieldFault("address.options.port", "auto", "a port")])));
    }

    /// <param name="reserved">What the listener has already.</param>
    /// <returns>Why a port cannot be claimed for one listener; null if it can.</returns>
    public Refusal? WhyNot(ReservationId port, IEnumerable<string> reserved) => port != ReservationId.UdpPort(rules.Shared)
        || reserved.Contains(port.Id, StringComparer.Ordinal) ? null : new Refusal("taken",
        string.Create(CultureInfo.InvariantCulture,
            $"UDP port {rules.Shared} is the one that SRT inputs share (media.srt.port). Choose another, or share it: leave out the port."),
        [new FieldFault("address.url", null, "another port")]);
}
