using System.Net;
using StreamActors.Domain.Workloads;
using StreamActors.Media.Srt;

namespace StreamActors.Streaming.Tests.Drivers;

public sealed class SrtEndsSpecs
{
    /// <summary>Nothing may connect to the broadcast address: the same failure as a network without a route.</summary>
    [Fact]
    public void A_rendezvous_without_a_route_is_tried_again()
    {
        var peer = new IPEndPoint(IPAddress.Broadcast, 9000);
        var failure = Should.Throw<SrtException>(() => SrtEnds.Own(peer));
        SrtEnds.Of(failure, new SrtLink(Listens: false, peer)).Class.ShouldBe(ErrorClass.Network);
    }
}
