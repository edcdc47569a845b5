using System.Net;
using Microsoft.AspNetCore.Http.Features;
using StreamActors.Control;
using StreamActors.Domain.Access;

namespace StreamActors.Http;

/// <summary>/relay/{id}.ts: the stream of an input as it is, for players and other systems.</summary>
internal sealed class RelayEndpoints(
    IRelayReaders readers, StreamReaderEndpoints places, OpenFeeds openFeeds, IHostApplicationLifetime lifetime) : IEndpoints
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(2);

    public IEnumerable<Operation> Operations =>
    [
        new("GET", "relay/{id}.ts", Role.Reader,
            "The stream of an input as MPEG-TS, from its newest key frame until the input ends. A key with the role reader may do this and "
                + "nothing else.", Read)
        {
            IsAtRoot = true, Sends = "video/mp2t", Codes = ["not-found", "elsewhere", "not-on-air", "too-many-requests"],
            Query = [new(Authorizer.KeyParameter, "The key, for players that cannot send it in a header.", "sa_0123456789ab_…")],
        },
    ];

    private async Task<Outcome> Read(Call call)
    {
        var (http, id) = (call.Http, call.Route("id"));
        if (!call.Principal.MayRead(id))
            return Outcome.Refused("forbidden", $"{call.Principal.Who} may not read the stream of this input.");
        if (await places.OfHere(call) is { } refused)
            return refused;
        var grant = openFeeds.Open(Authorizer.Credentials(http) ?? "", call.Principal, p => p.MayRead(id));
        var peer = new IPEndPoint(http.Connection.RemoteIpAddress ?? IPAddress.None, http.Connection.RemotePort);
        var (reading, refusal) = readers.Open("http-ts", peer.ToString(), id, grant);
        if (reading is null)
            return refusal == ReadRefusal.TooMany
                ? Outcome.Refused("too-many-requests", ReadRefusalText.TooMany)
                : Outcome.Refused("not-on-air", $"The input '{id}' has no media at present: try again in a moment.")
                    with { RetryAfter = RetryAfter };
        using (reading)
        {
            http.Response.ContentType = "video/mp2t";
            if (HttpMethods.IsHead(http.Request.Method))
                return new Outcome(200);
            http.Features.GetRequiredFeature<IHttpResponseBodyFeature>().DisableBuffering();
            using var over = CancellationTokenSource.CreateLinkedTokenSource(call.Stop, lifetime.ApplicationStopping, reading.Over);
            await using (over.Token.Register(http.Abort))
                await reading.Send(http.Response.BodyWriter, over.Token);
            return new Outcome(200);
        }
    }
}
