using System.Globalization;
using System.Net;
using System.Net.WebSockets;
using StreamActors.Control;
using StreamActors.Domain.Access;
using StreamActors.Domain.Workloads;
using StreamActors.Kernel;
using StreamActors.Wire;

namespace StreamActors.Http;

/// <summary>/api/v1/inputs/{id}/preview and /api/v1/preview: the stream of an input for a player in the page.</summary>
internal sealed class PreviewEndpoints(
    PreviewTickets tickets, IRelayReaders readers, StreamReaderEndpoints places, OpenFeeds openFeeds, Authorizer authorizer, States states,
    IHostApplicationLifetime lifetime, TimeProvider time) : IEndpoints
{
    private const string Parameter = "ticket";
    private const string Full = "As many previews are open as media.preview.most and media.readers allow.";

    /// <summary>For one write of at most a mebibyte.</summary>
    private static readonly TimeSpan WriteTimeout = TimeSpan.FromSeconds(10);

    public IEnumerable<Operation> Operations =>
    [
        new("POST", "inputs/{id}/preview", Role.Viewer,
            "A ticket for one preview of an input, valid for 30 seconds and for this node. Of a key with scopes it requires the scope "
                + "relay.", Issue)
        {
            Reply = WireJson.Plain.PreviewView, Codes = ["not-found", "elsewhere", "no-video"],
        },
        new("GET", "preview", null,
            "The stream of the ticket's input over a WebSocket, as MPEG-TS in binary messages, from its newest key frame on. A browser "
                + "that does not keep up goes on with a later key frame. It is closed with 4401 when the credentials behind the ticket have "
                + "ended, 4429 above the limits, and 4503 without media; each time with the reason.", Watch)
        {
            Query = [new(Parameter, "The ticket.", "q6Q0kYw2J1r5cPZ8mD3vT7xB9nL4fHsEaUgKiOyWtXc")], TicketIn = Parameter, Status = 101,
            Codes = ["upgrade-required"],
        },
    ];

    private async Task<Outcome> Issue(Call call)
    {
        var id = call.Route("id");
        if (!call.Principal.MayRead(id))
            return NotReadable(call.Principal);
        if (await places.OfHere(call, "its picture is") is { } refused)
            return refused;
        var codings = (await states.Ask(WorkloadId.Ingest(id))).Figures?.Stream?.Codings ?? [];
        if (codings.Count > 0 && !codings.Any(Codecs.IsVideo))
            return NoVideo(id);
        if (!readers.HasRoom(PageReading.Preview, call.Principal.Who))
            return Outcome.Refused("too-many-requests", Full);
        if (tickets.Issue(id, Authorizer.Credentials(call.Http) ?? "") is not var (name, ticket))
            return Outcome.Refused("too-many-requests",
                "Too many tickets for previews were issued and are not used yet: try again in a moment.");
        var unplayable = codings.FirstOrDefault(c => !Codecs.IsPlayable(c)) is { } coding ? Codecs.Name(coding) : null;
        return Outcome.Ok(
            new PreviewView(name, ticket.Expires, [.. codings.Select(Codecs.Name)], unplayable,
                unplayable is null ? null : $"Browsers cannot show {unplayable}: show a still every 10 s instead."),
            WireJson.Plain.PreviewView);
    }

    private async Task<Outcome> Watch(Call call)
    {
        var (http, name) = (call.Http, call.Query.Text(Parameter));
        if (tickets.Find(name) is not { } ticket)
            return Unknown();
        if (!http.WebSockets.IsWebSocketRequest)
            return Outcome.Refused("upgrade-required", "This is a WebSocket. The stream over plain HTTP is at /relay/ID.ts, with a key.");
        if (!tickets.Use(name!) || await authorizer.Known(ticket.Credentials, call.Stop) is not { } principal || !May(principal))
            return Unknown();
        using var openFeed = openFeeds.Open(ticket.Credentials, principal, May);
        using var socket = await http.WebSockets.AcceptWebSocketAsync();
        var peer = new IPEndPoint(http.Connection.RemoteIpAddress ?? IPAddress.None, http.Connection.RemotePort);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(call.Stop, lifetime.ApplicationStopping, openFeed.Over);
        using var closing = CancellationTokenSource.CreateLinkedTokenSource(call.Stop);
        var receiving = SocketEnd.Receive(socket, over, closing.Token);
        var (status, reason) = await Send(socket, ticket.Input, peer.ToString(), openFeed, over, closing);
        await SocketEnd.Close(socket, status, reason, time);
        closing.CancelAfter(SocketEnd.Timeout); // delayed: aborting at once could lose the close frame
        await receiving;
        return Outcome.NoContent;

        bool May(Principal now) => now.Role >= Role.Viewer && now.MayRead(ticket.Input);
    }

    /// <returns>How it ended.</returns>
    private async Task<(WebSocketCloseStatus Status, string Reason)> Send(
        WebSocket socket, string input, string peer, OpenFeed openFeed, CancellationTokenSource over, CancellationTokenSource closing)
    {
        var (reading, refusal) = readers.Open(PageReading.Preview, peer, input, openFeed);
        if (reading is null)
            return refusal == ReadRefusal.TooMany
                ? (SocketEnd.TooMany, Full)
                : (SocketEnd.Unavailable, NotOnAir(states, input));
        using (reading)
        {
            using var ended = CancellationTokenSource.CreateLinkedTokenSource(over.Token, reading.Over);
            // A write that is under way has until then: the close frame comes after it.
            await using (ended.Token.Register(() => closing.CancelAfter(SocketEnd.Timeout)))
                await reading.Send(new SocketWriter(socket, WriteTimeout, time, closing.Token), ended.Token);
            return openFeed.IsShut ? (SocketEnd.NotAllowed, openFeed.Reason ?? "")
                : lifetime.ApplicationStopping.IsCancellationRequested
                ? (WebSocketCloseStatus.EndpointUnavailable, "The server is stopping.")
                : reading.Over.IsCancellationRequested
                ? (WebSocketCloseStatus.PolicyViolation, openFeed.Reason ?? "Disconnected by an operator.")
                : (WebSocketCloseStatus.NormalClosure, "The input has ended.");
        }
    }

    private static Outcome Unknown() => Outcome.Refused(
        "unauthorized", string.Create(CultureInfo.InvariantCulture,
            $"This ticket is unknown, was used already, or is older than {PreviewTickets.Life.TotalSeconds:0} seconds."),
        new FieldFault(Parameter, Secret.Mask, "a new one of POST /api/v1/inputs/ID/preview"));

    public static Outcome NotReadable(Principal principal) => Outcome.Refused("forbidden",
        $"{principal.Who} may not read the stream of this input: of a key with scopes that requires the scope {KeyEndpoints.RelayScope}.");

    public static Outcome NoVideo(string input) => Outcome.Refused("no-video", $"The stream of the input '{input}' has no video.");

    /// <summary>Why an input has no media, from its state.</summary>
    public static string NotOnAir(States states, string input)
    {
        var state = states.Read(WorkloadId.Ingest(input));
        return state.Phase == "on-air" ? $"The input '{input}' has no media or no key frame at present: try again in a moment."
            : $"The input '{input}' has no media: it is {state.Phase}{(state.Reason.Length > 0 ? $" ({state.Reason.TrimEnd('.')})" : "")}.";
    }
}
