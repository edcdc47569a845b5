using System.Collections.Immutable;
using StreamActors.Domain.Addresses;

namespace StreamActors.Domain;

/// <summary>What is configured of inputs and of outputs alike.</summary>
public interface IStreamConfig
{
    string Name { get; }

    Address Address { get; }

    bool On { get; }

    ImmutableSortedDictionary<string, string> Labels { get; }

    TimeSpan StallAfter { get; }
}
