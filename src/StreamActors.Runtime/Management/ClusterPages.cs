using System.Text.Json;
using Akka.Cluster;
using Newtonsoft.Json;
using static Akka.Management.Cluster.Bootstrap.ContactPoint.HttpBootstrapJsonProtocol;
using JsonSerializer = System.Text.Json.JsonSerializer;

namespace StreamActors.Runtime;

/// <summary>
/// The cluster as this node sees it, as JSON with the paths and formats of Akka.Management, plus the list of members. Null if this node is
/// no longer a member.
/// </summary>
internal sealed class ClusterPages(Cluster cluster)
{
    private const int SeedsShown = 5; // as many as a joining node uses

    public IReadOnlyDictionary<string, Func<string?>> All => new Dictionary<string, Func<string?>>(StringComparer.Ordinal)
    {
        ["/bootstrap/seed-nodes"] = () => Seen(Seeds),
        ["/remote/address"] = () => Seen(_ => JsonConvert.SerializeObject(new { Address = cluster.SelfAddress.ToString() })),
        ["/cluster/members"] = () => Seen(Members),
    };

    private string? Seen(Func<ClusterEvent.CurrentClusterState, string> page) =>
        cluster is { IsTerminated: false, State: var state } ? page(state) : null;

    /// <summary>The nodes that a bootstrapping node may join; empty if this node is leaving.</summary>
    private string Seeds(ClusterEvent.CurrentClusterState state)
    {
        var stays = cluster.SelfMember.Status is MemberStatus.Joining or MemberStatus.WeaklyUp or MemberStatus.Up;
        var seeds = state.Members.Where(
            m => stays && m.Status is MemberStatus.Joining or MemberStatus.WeaklyUp or MemberStatus.Up && !state.Unreachable.Contains(m));
        return JsonConvert.SerializeObject(new SeedNodes(
            cluster.SelfAddress,
            [.. seeds.Take(SeedsShown).Select(m => new ClusterMember(m.Address, m.UniqueAddress.Uid, m.Status, m.Roles))]));
    }

    private string Members(ClusterEvent.CurrentClusterState state) => JsonSerializer.Serialize(
        new
        {
            Self = NodeName.Of(cluster.SelfMember),
            Leader = state.Members.Where(m => m.Address == state.Leader).Select(NodeName.Of).FirstOrDefault(),
            Oldest = state.Members.Where(m => m.Status is MemberStatus.Up or MemberStatus.Leaving).Order(Member.AgeOrdering)
            .Select(NodeName.Of).FirstOrDefault(),
            Members = state.Members.Select(m => new
            {
                Node = NodeName.Of(m),
                Address = m.Address.ToString(),
                Status = m.Status.ToString().ToLowerInvariant(),
                Roles = m.Roles.Except([NodeName.Role(NodeName.Of(m))]).Order(StringComparer.Ordinal),
                Unreachable = state.Unreachable.Contains(m),
            }).OrderBy(m => m.Node, StringComparer.Ordinal),
        },
        JsonSerializerOptions.Web);
}
