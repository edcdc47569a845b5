using System.Globalization;
using System.Net;
using StreamActors.Control;
using StreamActors.Domain.Access;

namespace StreamActors.Http;

/// <summary>/api/v1/inputs/{id}/still.jpg</summary>
internal sealed class StillEndpoints(IStills stills, StreamReaderEndpoints places, OpenFeeds openFeeds, States states) : IEndpoints
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(2);

    public IEnumerable<Operation> Operations =>
    [
        new("GET", "inputs/{id}/still.jpg", Role.Viewer,
            "A picture of an input as JPEG, from a recent key frame. It is decoded when somebody asks, and then shown to all for "
                + "media.preview.still-interval. Outputs send the video of their input unchanged, so they have no picture of their own. "
                + "Of a key with scopes it requires the scope relay.", Show)
        {
            Sends = "image/jpeg", HonoursIfNoneMatch = true,
            Codes = ["not-found", "elsewhere", "not-on-air", "no-video", "too-many-requests", "unavailable"],
        },
    ];

    private async Task<Outcome> Show(Call call)
    {
        var (http, id) = (call.Http, call.Route("id"));
        if (!call.Principal.MayRead(id))
            return PreviewEndpoints.NotReadable(call.Principal);
        if (await places.OfHere(call, "its picture is") is { } refused)
            return refused;
        var peer = new IPEndPoint(http.Connection.RemoteIpAddress ?? IPAddress.None, http.Connection.RemotePort);
        var grant = openFeeds.Open(Authorizer.Credentials(http) ?? "", call.Principal, p => p.MayRead(id));
        var answer = await stills.Of(id, peer.ToString(), grant, call.Stop);
        return answer.Still is { } still ? await Send(http, still) : Refusal(id, answer);
    }

    private static async Task<Outcome> Send(HttpContext http, Still still)
    {
        var (tag, headers) = ($"\"{still.Tag}\"", http.Response.Headers);
        (headers.ETag, headers.LastModified) = (tag, still.At.ToString("R", CultureInfo.InvariantCulture));
        if (http.Request.Headers.IfNoneMatch.ToString().Contains(tag, StringComparison.Ordinal))
            return new Outcome(304);
        (http.Response.ContentType, http.Response.ContentLength) = ("image/jpeg", still.Jpeg.Length);
        await http.Response.BodyWriter.WriteAsync(still.Jpeg, http.RequestAborted);
        return new Outcome(200);
    }

    private Outcome Refusal(string id, StillAnswer answer) => answer.Refusal switch
    {
        StillRefusal.NoVideo => PreviewEndpoints.NoVideo(id),
        StillRefusal.TooMany => Outcome.Refused("too-many-requests",
            "As many stills are being decoded as media.preview.stills-at-once allows, or as many connections read streams as media.readers "
                + "allows: try again in a moment."),
        StillRefusal.NotDecoded => Outcome.Refused("unavailable", $"The picture of the input '{id}' could not be decoded. {answer.Detail}"),
        _ => Outcome.Refused("not-on-air", PreviewEndpoints.NotOnAir(states, id)) with { RetryAfter = RetryAfter },
    };
}
