using System.Collections.Immutable;
using StreamActors.Domain.Addresses;

namespace StreamActors.Domain.Outputs;

/// <summary>An output as an operator configures it. Its input and slot never change.</summary>
public sealed record OutputConfig(string Name, string Input, int Slot, Address Address, bool On) : IStreamConfig
{
    public ImmutableSortedDictionary<string, string> Labels { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    public TimeSpan StallAfter { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The ids of its reservations: name, destination.</summary>
    public ImmutableArray<string> Reserved { get; init; } = [];

    public bool Equals(OutputConfig? other) => other is not null
        && (Name, Input, Slot, On, StallAfter) == (other.Name, other.Input, other.Slot, other.On, other.StallAfter)
        && Address == other.Address && Labels.SequenceEqual(other.Labels) && Reserved.SequenceEqual(other.Reserved);

    public override int GetHashCode() => HashCode.Combine(Name, On, Address);
}

public sealed record OutputState(OutputConfig? Config)
{
    public static readonly OutputState None = new((OutputConfig?)null);
}

/// <summary>An output has no in-memory state: its egress workload has.</summary>
public sealed record OutputLive
{
    public static readonly OutputLive None = new();
}
