using Akka.Cluster;

namespace StreamActors.Runtime;

/// <summary>A node's name goes with its membership, as a role: every member knows every name without asking.</summary>
internal static class NodeName
{
    private const string Prefix = "streamactors-node-";

    public static string Role(string node) => Prefix + node;

    public static string Of(Member member) =>
        member.Roles.FirstOrDefault(r => r.StartsWith(Prefix, StringComparison.Ordinal))?[Prefix.Length..] ?? member.Address.ToString();
}
