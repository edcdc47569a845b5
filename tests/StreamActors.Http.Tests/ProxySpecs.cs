using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using StreamActors.Testing;
using StreamActors.Testing.Peers;

namespace StreamActors.Http.Tests;

/// <summary>A minimal reverse proxy without forwarded headers: requests through it are anonymous.</summary>
public sealed class ProxySpecs : IAsyncLifetime
{
    private readonly Scratch _folder = new();
    private ApiServer _api = null!;
    private PeerProcess _nginx = null!;
    private HttpClient _stranger = null!;

    public async Task InitializeAsync()
    {
        _api = await ApiServer.Open();
        var port = Ports.Tcp();
        var folder = _folder.Folder;
        _folder.Write("nginx.conf", $$"""
            daemon off; master_process off; pid {{folder}}/pid; error_log {{folder}}/error.log notice;
            events { worker_connections 100; }
            http { access_log off; client_body_temp_path {{folder}}/b; proxy_temp_path {{folder}}/p; fastcgi_temp_path {{folder}}/f;
                uwsgi_temp_path {{folder}}/u; scgi_temp_path {{folder}}/s;
                server { listen 127.0.0.1:{{port}}; location / { proxy_pass {{_api.Http.BaseAddress!.GetLeftPart(UriPartial.Authority)}}; } } }
            """);
        _nginx = PeerProcess.Start("/usr/sbin/nginx", ["-p", folder, "-e", _folder.At("error.log"), "-c", _folder.At("nginx.conf")],
            folder);
        await Ports.Listens(port, () => _nginx.Story);
        _stranger = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
    }

    public async Task DisposeAsync()
    {
        _stranger.Dispose();
        await _nginx.DisposeAsync();
        await _api.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_stranger_behind_a_stock_proxy_may_do_nothing_that_needs_a_role()
    {
        var operations =
            _api.Parts.GetServices<EndpointDataSource>().SelectMany(s => s.Endpoints).Select(e => e.Metadata.GetMetadata<Operation>())
            .OfType<Operation>().Where(o => o.Needs is not null).ToList();
        operations.Count.ShouldBeGreaterThan(30);
        foreach (var operation in operations)
        {
            var path = operation.Url.Replace("{id}", "none", StringComparison.Ordinal).Replace("{kind}", "input", StringComparison.Ordinal)
                .Replace("{number}", "1", StringComparison.Ordinal);
            using var request = new HttpRequestMessage(new HttpMethod(operation.Method), path);
            using var answer = await _stranger.SendAsync(request);
            ((int)answer.StatusCode).ShouldBe(401, $"{operation.Method} {path}");
        }
    }

    [Fact]
    public async Task Health_is_all_a_stranger_sees_and_a_key_opens_the_rest()
    {
        ((int)(await _stranger.GetAsync("/metrics")).StatusCode).ShouldBe(401);
        ((int)(await _stranger.GetAsync("/api/health")).StatusCode).ShouldBe(401);
        ((int)(await _stranger.GetAsync("/health/live")).StatusCode).ShouldBe(200);
        _stranger.DefaultRequestHeaders.Add("X-API-Key", (await _api.FirstKey()).Value);
        ((int)(await _stranger.GetAsync("/api/v1/inputs")).StatusCode).ShouldBe(200);
    }
}
