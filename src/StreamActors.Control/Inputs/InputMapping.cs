using StreamActors.Domain.Addresses;
using StreamActors.Domain.Inputs;
using StreamActors.Kernel;
using StreamActors.Wire;

namespace StreamActors.Control;

/// <summary>An input as it is shown, with its secrets masked.</summary>
public static class InputMapping
{
    /// <param name="srtPort">The one that inputs share.</param>
    public static InputView View(string id, InputConfig config, IEnumerable<string> outputs, long version, StateView state,
        int srtPort) => new(
        id, config.Name, Address(config.Address), config.On, Duration.Text(config.StallAfter), config.Labels, config.OutputLimit,
        [.. outputs], version, state) { Publish = PublishAddress.Of(id, config.Address, srtPort) };

    /// <summary>The draft that would produce this input.</summary>
    public static InputDraft Draft(string id, InputConfig config) => new()
    {
        Id = id,
        Name = config.Name,
        Address = Sent(config.Address),
        On = config.On,
        StallAfter = Duration.Text(config.StallAfter),
        Labels = config.Labels,
        OutputLimit = config.OutputLimit,
    };

    public static AddressView Address(Address address) => new(address.Shown(), address.Options, Masked(address));

    public static AddressDraft Sent(Address address) =>
        new() { Url = address.Shown(), Options = address.Options, Secrets = Masked(address) };

    private static Dictionary<string, string> Masked(Address address) =>
        address.Secrets.Keys.ToDictionary(k => k, _ => Secret.Mask, StringComparer.Ordinal);
}
