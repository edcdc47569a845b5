using System.Text.Json;

namespace StreamActors.Server.Tests.Cluster;

/// <summary>A node's management port.</summary>
internal static class Management
{
    public static string[] At(string address) => [$"--streamactors.cluster.management.port={address[(address.LastIndexOf(':') + 1)..]}"];

    public static async Task<(int Status, JsonElement Body)> Get(string address, string path)
    {
        using var client = new HttpClient { BaseAddress = new Uri($"http://{address}") };
        using var answer = await client.GetAsync(path);
        var said = await answer.Content.ReadAsStringAsync();
        return ((int)answer.StatusCode, said.Length == 0 ? default : JsonDocument.Parse(said).RootElement);
    }
}
