using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using StreamActors.Server;
using StreamActors.Testing.Peers;

namespace StreamActors.Http.Tests;

/// <summary>Who may use the management port.</summary>
public sealed class ManagementPortSpecs
{
    [Theory]
    [InlineData("localhost", false, 200)]
    [InlineData("127.0.0.1", false, 200)]
    [InlineData("[::1]", false, 200)]
    [InlineData("rebound.example", false, 421)]
    [InlineData("127.0.0.1.rebound.example", false, 421)]
    [InlineData("node-1.example", true, 200)]
    public async Task A_name_that_another_site_has_pointed_at_this_machine_shows_nothing_unless_everybody_is_shown_it(string name,
    bool openToNetwork, int status)
    {
        await using var api = await ApiServer.Open();
        var port = Ports.Tcp();
        var options = new StreamActorsOptions { Cluster = new() { Management = new() { Port = port, OpenToNetwork = openToNetwork } } };
        await using var door = (await ManagementHost.Open(options, api.Node, api.Parts)).ShouldNotBeNull();
        door.Services.GetRequiredService<IOptions<KestrelServerOptions>>().Value.Limits.RequestHeadersTimeout.ShouldBe(
            HttpHost.HeaderTimeout);
        using var client = new HttpClient();
        using var request =
            new HttpRequestMessage(HttpMethod.Get, $"http://127.0.0.1:{port}/alive") { Headers = { Host = $"{name}:{port}" } };
        using var answer = await client.SendAsync(request);
        ((int)answer.StatusCode).ShouldBe(status);
        (await answer.Content.ReadAsStringAsync()).Length.ShouldBe(
            status == 200 ? (await api.Http.GetStringAsync("/health/live")).Length : 0);
    }
}
