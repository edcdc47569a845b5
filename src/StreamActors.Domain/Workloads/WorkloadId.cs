using System.Globalization;
using StreamActors.Kernel;

namespace StreamActors.Domain.Workloads;

/// <summary><c>&lt;input&gt;~&lt;cell&gt;~&lt;owner&gt;~&lt;n&gt;</c>: a cell is placed as a whole; n counts planned moves.</summary>
public readonly record struct WorkloadId(string Cell, string Owner, int N)
{
    public const string Kind = "workload";

    public const int OutputsPerCell = 20;

    /// <summary>The ingest of an input has its own cell.</summary>
    public static WorkloadId Ingest(string input, int n = 0) => new($"{input}~in", input, n);

    /// <param name="slot">The permanent slot of the output at its input.</param>
    public static WorkloadId Egress(string input, int slot, string output, int n = 0) =>
        new($"{input}~{(slot / OutputsPerCell).ToString(CultureInfo.InvariantCulture)}", output, n);

    public EntityId EntityId => new(Kind, ToString());

    public static string CellOf(string id) => id.Split('~') is [var input, var cell, _, _]
        ? $"{input}~{cell}"
        : throw new FormatException($"'{id}' is not a workload id: the format is input~cell~owner~n.");

    /// <summary>The id of its input (for an ingest) or output; null for another type or an id that is not a workload's.</summary>
    public static string? OwnerOf(string id, bool isIngest) =>
        id.Split('~') is [_, var cell, var owner, _] && cell is "in" == isIngest ? owner : null;

    /// <summary>
    /// All workloads of an input share a shard, hence a node: relays do not reach across nodes. Not one shard for each input, since Akka
    /// compares a new shard with all others; but so many that most new inputs need a new one, which goes to the node with the fewest.
    /// </summary>
    public static string ShardOf(string id) => StableHash.Shard(id.Split('~', 2)[0], of: 1024);

    public override string ToString() => $"{Cell}~{Owner}~{N.ToString(CultureInfo.InvariantCulture)}";
}
