using Microsoft.Extensions.DependencyInjection;
using StreamActors.Control;
using StreamActors.Kernel;
using StreamActors.Wire;

namespace StreamActors.Http.Tests;

/// <summary>Checks of an address before it is an input or output. Real peers are in PreflightSpecs of Streaming.</summary>
public sealed class PreflightSpecs : IAsyncLifetime
{
    private ApiServer _api = null!;

    public async Task InitializeAsync() => _api = await ApiServer.Open(reach: StreamActors.Ffmpeg.Reach.Loopback);

    public async Task DisposeAsync() => await _api.DisposeAsync();

    [Fact]
    public async Task All_that_is_invalid_is_refused_at_once_and_nothing_is_created()
    {
        (await _api.Post("preflight",
            """{"kind":"output","address":{"url":"rtmp://h/app","options":{"program":"x"},"secrets":{"pin":"1"}}}"""))
            .IsRefused(400, "invalid", "address.options.program", "address.secrets.pin", "address.secrets.key");
        (await _api.Post("preflight", """{"kind":"things","address":{"url":"test://"}}""")).IsRefused(400, "invalid", "kind");
        (await _api.Post("preflight", """{"kind":"input"}""")).IsRefused(400, "invalid", "address");
        (await _api.Post("preflight", """{"kind":"input","id":"none"}""")).IsRefused(404, "not-found");
        (await _api.Post("preflight", """{"kind":"input","address":{"url":"test://","secrets":{"key":"***"}}}""")).Is(400);
        (await _api.Get("inputs")).Body.GetProperty("total").GetInt32().ShouldBe(0);
    }

    [Fact]
    public async Task A_viewer_may_not_and_an_operator_may()
    {
        const string body = """{"kind":"input","address":{"url":"rtmp://127.0.0.1/app","options":{"mode":"listen"}}}""";
        (await _api.Post("preflight", body, await Key("viewer"))).IsRefused(403, "forbidden");
        (await _api.Post("preflight", body, await Key("operator"))).Is(200);
    }

    [Fact]
    public async Task What_others_use_already_is_said_before_anything_is_tried()
    {
        (await _api.Post("inputs", """{"id":"cam","address":{"url":"udp://:5004"},"on":false}""")).Is(201);
        (await _api.Post("outputs",
            """{"id":"out","input":"cam","address":{"url":"rtmp://127.0.0.1:1/app","secrets":{"key":"a key"}},"on":true}""")).Is(201);
        (await Checks("""{"kind":"input","address":{"url":"udp://127.0.0.1:5004"}}"""))
            .ShouldBe([("address", "ok"), ("use", "fail")]);
        (await Checks("""{"kind":"output","address":{"url":"rtmp://127.0.0.1:1/app/a%20key"}}"""))
            .ShouldBe([("address", "ok"), ("use", "fail")]);
        (await Checks("""{"kind":"output","id":"out"}""")).ShouldBe([("address", "ok"), ("use", "warn")]);
        (await _api.Post("outputs/out/stop")).Is(200);
        (await Checks("""{"kind":"output","id":"out","address":{"url":"rtmp://127.0.0.1:1/app","secrets":{"key":"***"}}}"""))
            .ShouldBe([("address", "ok"), ("host", "ok"), ("connection", "fail")]);
    }

    [Fact]
    public async Task A_caller_has_one_check_at_a_time_and_there_are_four_in_all()
    {
        var slow = new SlowPreflight();
        using var preflights = new Preflights(slow, Part<Catalogue>(), Part<ISecrets>(), Part<IKeyedHash>(), Part<ListenPorts>(),
            TimeProvider.System);
        Task<(PreflightView? View, Refusal? Refused)> Check(string caller) => preflights.Check(
            new PreflightDraft { Kind = "input", Address = new AddressDraft { Url = "test://" } }, caller, CancellationToken.None);
        var running = Enumerable.Range(0, Preflights.AtOnce).Select(n => Check($"caller {n}")).ToList();
        (await Check("caller 0")).Refused!.Message.ShouldContain("Your check");
        (await Check("another")).Refused!.Code.ShouldBe("too-many-requests");
        slow.Go.SetResult();
        (await Task.WhenAll(running)).ShouldAllBe(r => r.View!.Result == "ok");
        (await Check("another")).View.ShouldNotBeNull();
    }

    private async Task<List<(string, string)>> Checks(string body) =>
        [.. (await _api.Post("preflight", body)).Is(200).Body.GetProperty("checks").EnumerateArray()
            .Select(c => (c.GetProperty("name").GetString()!, c.GetProperty("result").GetString()!))];

    private async Task<(string, string)> Key(string role) =>
        ("X-API-Key", (await _api.Post("keys", $$"""{"name":"x","role":"{{role}}"}""")).Is(201).Body.GetProperty("key").GetString()!);

    private T Part<T>() where T : notnull => _api.Parts.GetRequiredService<T>();

    private sealed class SlowPreflight : IPreflight
    {
        public TaskCompletionSource Go { get; } = new();

        public Task Try(Domain.Addresses.PlainAddress address, bool isIngest, IPreflightReport report, CancellationToken stop) => Go.Task;
    }
}
