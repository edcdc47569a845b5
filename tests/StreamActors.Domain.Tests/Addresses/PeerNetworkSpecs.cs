using System.Net;
using StreamActors.Domain.Addresses;

namespace StreamActors.Domain.Tests.Addresses;

public sealed class PeerNetworkSpecs
{
    [Theory]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff:ffff:ffff:ffff", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    [InlineData("::ffff:10.0.0.1", "10.0.0.1", true)]
    [InlineData("10.0.0.1", "10.0.0.2", false)]
    public void An_IPv6_network_counts_as_one_peer(string one, string other, bool same) =>
        PeerNetwork.Of(IPAddress.Parse(one)).Equals(PeerNetwork.Of(IPAddress.Parse(other))).ShouldBe(same);
}
