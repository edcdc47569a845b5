using System.Buffers;
using System.Globalization;
using System.Net.WebSockets;
using System.Text;
using StreamActors.Control;
using StreamActors.Domain.Access;
using StreamActors.Kernel;
using StreamActors.Wire;

namespace StreamActors.Http;

/// <summary>/api/v1/live (WebSocket) and /api/v1/events (SSE): the same messages.</summary>
internal sealed class LiveEndpoints(LiveHub hub, OpenFeeds openFeeds, IHostApplicationLifetime lifetime, TimeProvider time) : IEndpoints
{
    private const string Protocol = "streamactors.v1";
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    private static readonly QueryParameter[] Parameters =
    [
        new("topics", "inputs, outputs, states, alerts, or several separated by commas; all by default.", "outputs,states"),
        new("after", "The id of the last message received, for clients that cannot send Last-Event-ID.", "4711"),
        new("epoch", "The epoch of that message: a snapshot follows if the server has another one since.", "9f86d081884c7d65"),
        new("figures", "columns: metrics as rows of numbers, and states only when more than metrics changed; by default, metrics are "
            + "part of each state.", "columns"),
    ];

    public IEnumerable<Operation> Operations =>
    [
        new("GET", "live", Role.Viewer,
            "The current state and then every change, over a WebSocket (subprotocol streamactors.v1), and an empty message after two "
                + "seconds without one. Browsers may give their token as a second subprotocol: bearer.TOKEN. It is closed with 4401 when the credentials have expired or were revoked; after "
                + "any other code, connect again from the last id received.", Live)
        {
            Query = Parameters, Reply = WireJson.Plain.LiveBatch, Status = 101, Codes = ["upgrade-required"],
        },
        new("GET", "events", Role.Viewer,
            "The same as server-sent events. The last one says why it ends: unauthorized when the credentials have expired or were "
                + "revoked; otherwise bye: connect again from the last id.", Events) { Query = Parameters, Reply = WireJson.Plain.LiveBatch,
                Streams = true },
    ];

    private async Task<Outcome> Live(Call call)
    {
        var (form, after) = Read(call);
        if (call.Query.Faults.Count > 0)
            return Outcome.Invalid(call.Query.Faults);
        if (!call.Http.WebSockets.IsWebSocketRequest)
            return Outcome.Refused("upgrade-required", "This is a WebSocket; /api/v1/events is the same over plain HTTP.");
        using var openFeed = openFeeds.Open(call.Http, call.Principal, "live");
        using var socket = await call.Http.WebSockets.AcceptWebSocketAsync(
            call.Http.WebSockets.WebSocketRequestedProtocols.Contains(Protocol) ? Protocol : null);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(call.Stop, lifetime.ApplicationStopping, openFeed.Over);
        using var closing = CancellationTokenSource.CreateLinkedTokenSource(call.Stop);
        var receiving = SocketEnd.Receive(socket, over, closing.Token);
        var reason = await Pass(openFeed, form, after,
            m => Taken(socket.SendAsync(m.Json, WebSocketMessageType.Text, endOfMessage: true, over.Token).AsTask(), call.Http),
            over.Token);
        await SocketEnd.Close(socket, openFeed.IsShut ? SocketEnd.NotAllowed : lifetime.ApplicationStopping.IsCancellationRequested
            ? WebSocketCloseStatus.EndpointUnavailable : WebSocketCloseStatus.PolicyViolation, reason, time);
        closing.CancelAfter(SocketEnd.Timeout); // delayed: aborting at once could lose the close frame
        await receiving;
        return Outcome.NoContent;
    }

    private async Task<Outcome> Events(Call call)
    {
        var (form, after) = Read(call);
        if (call.Query.Faults.Count > 0)
            return Outcome.Invalid(call.Query.Faults);
        var response = call.Http.Response;
        response.ContentType = "text/event-stream";
        using var openFeed = openFeeds.Open(call.Http, call.Principal, "events");
        using var over = CancellationTokenSource.CreateLinkedTokenSource(call.Stop, lifetime.ApplicationStopping, openFeed.Over);
        var reason = await Pass(openFeed, form, after, async m =>
        {
            response.BodyWriter.Write(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"id: {m.Position}\ndata: ")));
            response.BodyWriter.Write(m.Json.Span);
            response.BodyWriter.Write("\n\n"u8);
            await response.BodyWriter.FlushAsync(over.Token);
        }, over.Token);
        if (!call.Stop.IsCancellationRequested)
            await response.WriteAsync($"event: {(openFeed.IsShut ? "unauthorized" : "bye")}\ndata: {reason}\n\n", call.Stop);
        return Outcome.NoContent;
    }

    /// <returns>Why it ended.</returns>
    private async Task<string> Pass(OpenFeed openFeed, LiveForm form, long? after, Func<LiveMessage, Task> send, CancellationToken stop)
    {
        LiveClient? client = null;
        try
        {
            client = await hub.Join(form, after, send, stop);
            await foreach (var message in client.Messages.ReadAllAsync(stop))
                await send(message);
            return client.Reason ?? "The server closed the connection.";
        }
        catch (Exception gone) when (gone is OperationCanceledException or WebSocketException or IOException or InvalidOperationException)
        {
            return openFeed.Reason is { } over ? over : lifetime.ApplicationStopping.IsCancellationRequested
                ? "The server is stopping: connect again from the last id received." : "The connection has ended.";
        }
        finally
        {
            if (client is not null)
                hub.Leave(client);
        }
    }

    /// <summary>A client that stopped reading would keep the connection and its buffers for ever.</summary>
    private async Task Taken(Task sending, HttpContext http)
    {
        try
        {
            await sending.WaitAsync(Timeout, time, http.RequestAborted);
        }
        catch (TimeoutException)
        {
            http.Abort();
            throw new IOException("The client stopped reading.");
        }
    }

    private (LiveForm Form, long? After) Read(Call call)
    {
        var topics = LiveTopics.None;
        foreach (var word in (call.Query.Text("topics") ?? "inputs,outputs,states,alerts").Split(','))
        {
            if (Enum.GetValues<LiveTopics>().FirstOrDefault(t => t.ToString().ToLowerInvariant() == word
                && t is not (LiveTopics.None or LiveTopics.All)) is var topic and not LiveTopics.None)
                topics |= topic;
            else
                call.Query.Faults.Add(new FieldFault("topics", ConfigRefusals.Short(word),
                    "inputs, outputs, states, alerts, or several separated by commas"));
        }
        var form = new LiveForm(topics, call.Query.OneOf("figures", "columns") is not null);
        var last = call.Http.Request.Headers["Last-Event-ID"].ToString() is { Length: > 0 } header ? header : call.Query.Text("after");
        if (last is null)
            return (form, null);
        if (long.TryParse(last, NumberStyles.None, CultureInfo.InvariantCulture, out var after))
            return (form, after == 0 || (call.Query.Text("epoch") ?? hub.Epoch) != hub.Epoch ? null : after); // null: as a new client
        call.Query.Faults.Add(new FieldFault("after", ConfigRefusals.Short(last), "the id of a message"));
        return (form, null);
    }
}
