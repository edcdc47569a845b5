using System.Collections.Immutable;
using System.Text.Json.Serialization;
using StreamActors.Domain.Addresses;

namespace StreamActors.Domain.Inputs;

/// <summary>An input as an operator configures it.</summary>
public sealed record InputConfig(string Name, Address Address, bool On) : IStreamConfig
{
    public ImmutableSortedDictionary<string, string> Labels { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    public TimeSpan StallAfter { get; init; } = TimeSpan.FromSeconds(10);

    public int OutputLimit { get; init; } = 20;

    /// <summary>The ids of its reservations: name, port.</summary>
    public ImmutableArray<string> Reserved { get; init; } = [];

    /// <summary>A second publisher replaces the first; else it is refused.</summary>
    [JsonIgnore]
    public bool TakesOver => Address.Options.GetValueOrDefault("second-publisher") == "take-over";

    public bool Equals(InputConfig? other) => other is not null
        && (Name, On, StallAfter, OutputLimit) == (other.Name, other.On, other.StallAfter, other.OutputLimit)
        && Address == other.Address && Labels.SequenceEqual(other.Labels) && Reserved.SequenceEqual(other.Reserved);

    public override int GetHashCode() => HashCode.Combine(Name, On, Address);
}

/// <summary>
/// The order of an input, and its outputs: each has a permanent slot, which decides the cell it is placed in.
/// </summary>
public sealed record InputState(long Sequence, InputConfig? Config, ImmutableSortedDictionary<string, OutputSlot> Outputs, Landing? Landing)
{
    public static readonly InputState None =
        new(0, null, ImmutableSortedDictionary.Create<string, OutputSlot>(StringComparer.Ordinal), null);

    /// <summary>The sequence number of the newest configuration change; outputs and publishers do not count.</summary>
    public long Revision { get; init; }
}

/// <summary>The slot of an output at its input, and its holders; slots of unfinished attempts expire.</summary>
public sealed record OutputSlot(int Slot, ClaimHolders Grips);

/// <summary>The node its publisher is connected to; the claim's sequence number is the incarnation.</summary>
public sealed record Landing(string Session, string Node, long Incarnation, long Run = 0)
{
    public PublisherPeer? Publisher { get; init; }
}

/// <summary>A program that publishes to an input.</summary>
/// <param name="Address">Its address and port.</param>
/// <param name="Software">As it names itself; may be empty.</param>
public sealed record PublisherPeer(string Address, string Software = "")
{
    public override string ToString() => Software.Length > 0 ? $"{Address} ({Software})" : Address;
}

/// <summary>Of a running input most is with its ingest workload.</summary>
public sealed record InputLive
{
    public static readonly InputLive None = new();

    /// <summary>The publishers that were refused lately, of each reason one.</summary>
    public ImmutableArray<PublisherRefused> Refusals { get; init; } = [];
}
