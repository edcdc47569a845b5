using StreamActors.Domain.Addresses;
using StreamActors.Domain.Inputs;
using StreamActors.Domain.Workloads;
using StreamActors.Kernel;
using StreamActors.Media.Rtmp;

namespace StreamActors.Streaming;

/// <summary>RTMP inputs that run on other nodes: a publisher that has come here is told where to go (decision 0173).</summary>
/// <param name="inputs">All that are on.</param>
internal sealed class InputsElsewhere(
    Func<IEnumerable<(string Input, Address Address)>> inputs, string node, ICluster cluster, IEntities entities, ISecrets secrets,
    TimeProvider time)
{
    public bool HasApplication(string application) => Candidates(application).Any();

    /// <returns>Why the publisher is refused; null if it has no input's key.</returns>
    public string? Refuse(RtmpPublication publication, string publisher)
    {
        foreach (var (input, address) in Candidates(publication.Application))
        {
            if (!IsFor(address, publication) || Where(input) is not { } there || there == node)
                continue;
            return new InputLanding(entities, input, node, run: 0, time)
                .Admit(new PublisherPeer(publisher, publication.Software), present: null, out _, there);
        }
        return null;
    }

    private IEnumerable<(string Input, Address Address)> Candidates(string application) => cluster.Members.Count < 2 ? [] : inputs()
        .Where(i => Protocols.OfUrl(i.Address.Url, isIngest: true) is { Native: NativeDriver.Rtmp } protocol
            && UrlParts.Parse(i.Address.Url, out var url) is null && protocol.IsNativeListener(url, i.Address.Options)
            && new RtmpRoute(url.Path, key: null).MayBe(application));

    private bool IsFor(Address address, RtmpPublication publication)
    {
        try
        {
            var opened = OpenedAddress.Open(address, isIngest: true, secrets, CancellationToken.None).GetAwaiter().GetResult();
            return RtmpPlans.Route(opened).Is(publication);
        }
        catch (NotStartedException)
        {
            return false; // its key was destroyed
        }
    }

    private string? Where(string input)
    {
        try
        {
            return cluster.Where(WorkloadId.Ingest(input).EntityId).AsTask().GetAwaiter().GetResult();
        }
        catch (TimeoutException)
        {
            return null;
        }
    }
}
