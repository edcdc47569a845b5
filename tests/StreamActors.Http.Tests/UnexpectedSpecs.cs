using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace StreamActors.Http.Tests;

/// <summary>
/// Unexpected parts of a request are refused by name and never ignored. The operations are read from the server's routes.
/// </summary>
public sealed class UnexpectedSpecs : IAsyncLifetime
{
    private ApiServer _api = null!;
    private (string Name, string Value) _admin;

    public async Task InitializeAsync()
    {
        _api = await ApiServer.Open();
        _admin = await _api.FirstKey();
    }

    public async Task DisposeAsync() => await _api.DisposeAsync();

    [Fact]
    public async Task A_body_that_an_operation_does_not_take_is_refused_and_nothing_is_done()
    {
        var bodiless = Operations().Where(o => o.Body is null).ToList();
        bodiless.Select(o => $"{o.Method} {o.Path}").ShouldContain("POST keys/rotate-signing");
        bodiless.Count.ShouldBeGreaterThan(30);
        foreach (var operation in bodiless)
        {
            var refused =
                (await _api.Send(operation.Method, PathOf(operation), """{"now":true}""", _admin)).IsRefused(400, "invalid", "(body)");
            refused.Text.ShouldContain($"{operation.Method} {operation.Path} takes no body.");
        }
        foreach (var path in (string[])["/metrics", "/api/health", "/health/live", "/health/ready"])
            (await _api.Send("GET", path, "{}", _admin)).IsRefused(400, "invalid", "(body)");
        (await _api.Send("GET", "changes?kind=signing", null, _admin)).Is(200).Body.GetProperty("items").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task A_body_in_chunks_is_one_too()
    {
        using var request =
            new HttpRequestMessage(HttpMethod.Post, "/api/v1/keys/rotate-signing") { Content = new StringContent("""{"now":true}""") };
        request.Headers.TransferEncodingChunked = true;
        request.Headers.TryAddWithoutValidation(_admin.Name, _admin.Value);
        using var response = await _api.Http.SendAsync(request);
        (await Answer.Of(response)).IsRefused(400, "invalid", "(body)").Text.ShouldContain("query parameters are: now.");
    }

    [Fact]
    public async Task A_parameter_that_an_operation_does_not_take_is_refused_by_its_name()
    {
        foreach (var operation in Operations())
            (await _api.Send(operation.Method, PathOf(operation) + "?nosuch=1", operation.Body is null ? null : "{}", _admin))
                .IsRefused(400, "invalid", "nosuch");
    }

    private IEnumerable<Operation> Operations() =>
        _api.Parts.GetServices<EndpointDataSource>().SelectMany(s => s.Endpoints).Select(e => e.Metadata.GetMetadata<Operation>())
        .OfType<Operation>();

    private static string PathOf(Operation operation) => ((operation.IsAtRoot ? "/" : "") + operation.Path)
        .Replace("{id}", "none", StringComparison.Ordinal).Replace("{kind}", "input", StringComparison.Ordinal)
        .Replace("{number}", "1", StringComparison.Ordinal);
}
