using Akka.Cluster;

namespace StreamActors.Runtime;

/// <summary>A node's name as a role of its member: every node sees it in the membership.</summary>
internal static class NodeName
{
    private const string Prefix = "streamactors-node-";

    public static string Role(string node) => Prefix + node;

    public static string Of(Member member) =>
        member.Roles.FirstOrDefault(r => r.StartsWith(Prefix, StringComparison.Ordinal))?[Prefix.Length..] ?? member.Address.ToString();
}
