using StreamActors.Control;
using StreamActors.Domain.Access;
using StreamActors.Domain.Alerts;
using StreamActors.Kernel;
using StreamActors.Wire;

namespace StreamActors.Http;

/// <summary>Sends a test message.</summary>
/// <returns>Why it was not accepted; null if it was.</returns>
public delegate Task<string?> TestChannel(ChannelConfig channel, CancellationToken stop);

/// <summary>/api/v1/channels: notification channels.</summary>
internal sealed class ChannelEndpoints(ChannelEditor editor, IEntities entities, Catalogue catalogue, TelemetryCaches telemetryCaches,
    TestChannel test, TimeProvider time) : IEndpoints
{
    private static readonly IReadOnlyDictionary<string, Func<Row, string>> Sorts =
        new Dictionary<string, Func<Row, string>>(StringComparer.Ordinal)
    {
        ["id"] = r => r.Id,
        ["name"] = r => r.Config.Name,
        ["kind"] = r => AlertTerms.Word(r.Config.Sort),
    };

    private readonly record struct Row(string Id, ChannelConfig Config, long Version);

    public IEnumerable<Operation> Operations =>
    [
        new("GET", "channels", Role.Viewer, "Alert channels, by pages.", List) { Query = Paging.Parameters(Sorts.Keys),
            Reply = WireJson.Plain.ListingChannelView },
        new("POST", "channels", Role.Editor, "Creates a channel.", Create) { Body = WireJson.Plain.ChannelDraft,
            Reply = WireJson.Plain.ChannelView, Status = 201, Codes = ["exists", "quota"] },
        new("GET", "channels/{id}", Role.Viewer, "One channel: its configuration, and whether sending works.",
            Get) { Reply = WireJson.Plain.ChannelView, Codes = ["not-found"] },
        new("PATCH", "channels/{id}", Role.Editor,
            "Edits a channel. Fields that are not sent stay as they are. A channel that paused after failures sends again at once.",
            Edit) { Body = WireJson.Plain.ChannelDraft, IsPatch = true, Reply = WireJson.Plain.ChannelView, HonoursIfMatch = true,
                Codes = ["not-found"] },
        new("DELETE", "channels/{id}", Role.Editor, "Removes a channel.", Remove) { Status = 204, HonoursIfMatch = true,
            Codes = ["not-found"] },
        new("POST", "channels/{id}/test", Role.Operator,
            "Sends a test message now, from the answering node, even if the channel is off, and reports whether it was accepted.",
            Test) { Reply = WireJson.Plain.ChannelTestView, Codes = ["not-found"] },
    ];

    private async Task<Outcome> List(Call call)
    {
        await catalogue.Ready.WaitAsync(call.Stop);
        var rows = catalogue.All(ChannelId.Kind).Where(e => e.Order is ChannelState { Config: not null })
            .Select(e => new Row(e.Id.Id, ((ChannelState)e.Order).Config!, e.Version));
        return Paging.Page(call.Query, rows, Sorts, r => r.Id, r => View(r.Id, r.Config, r.Version), WireJson.Plain.ListingChannelView);
    }

    private async Task<Outcome> Create(Call call)
    {
        var (id, reply) = await editor.Create(call.Body<ChannelDraft>(), call.Context);
        if (reply is not Done done)
            return RefusalToProblem.Of(reply);
        await catalogue.Learn(id, done, call.Principal.Who);
        return Outcome.Ok(View(id.Id, done.Events.OfType<ChannelCreated>().Single().Config, done.Version), WireJson.Plain.ChannelView)
            with { Status = 201, Version = done.Version, Location = $"/api/v1/channels/{id.Id}" };
    }

    private Task<Outcome> Get(Call call) => With(call, (id, config, version) =>
        Task.FromResult(Outcome.Ok(View(id.Id, config, version), WireJson.Plain.ChannelView) with { Version = version }));

    private async Task<Outcome> Edit(Call call)
    {
        if (!ChannelId.IsWellFormed(call.Route("id")))
            return NotFound(call);
        var (id, reply) = await editor.Edit(call.Route("id"), call.Patch, call.Expected, call.Context);
        if (reply is not Done done)
            return RefusalToProblem.Of(reply);
        await catalogue.Learn(id, done, call.Principal.Who);
        return await Get(call);
    }

    private Task<Outcome> Remove(Call call) => With(call, async (id, _, _) =>
    {
        var reply = await entities.Ask(id, new RemoveChannel { Origin = call.Origin }, call.Command, call.Expected);
        if (reply is not Done done)
            return RefusalToProblem.Of(reply);
        await catalogue.Learn(id, done, call.Principal.Who);
        return Outcome.NoContent;
    });

    private Task<Outcome> Test(Call call) => With(call, async (_, config, _) =>
    {
        var began = time.GetTimestamp();
        var fault = await test(config, call.Stop);
        return Outcome.Ok(new ChannelTestView(fault is null, fault, Math.Round(time.GetElapsedTime(began).TotalSeconds, 3)),
            WireJson.Plain.ChannelTestView);
    });

    private async Task<Outcome> With(Call call, Func<EntityId, ChannelConfig, long, Task<Outcome>> act)
    {
        if (!ChannelId.IsWellFormed(call.Route("id")))
            return NotFound(call);
        var id = new ChannelId(call.Route("id")).EntityId;
        var reading = await entities.Read(id);
        if (reading.Failure is { } failure)
            return RefusalToProblem.Of(failure);
        return reading.Order is ChannelState { Config: { } config } ? await act(id, config, reading.Version) : NotFound(call);
    }

    private ChannelView View(string id, ChannelConfig config, long version)
    {
        var delivery = catalogue.Find(DeliveryId.Kind, id)?.Order as DeliveryState ?? DeliveryState.None;
        var changed = catalogue.Find(ChannelId.Kind, id)?.Changed ?? default;
        return ChannelMapping.View(id, config, version,
            ChannelMapping.State(config, changed, delivery, telemetryCaches.Channels.Find(id)?.Value as ChannelHealth, time.GetUtcNow()));
    }

    private static Outcome NotFound(Call call) => Outcome.Refused(ConfigRefusals.NotFound("channel", call.Route("id")));
}
