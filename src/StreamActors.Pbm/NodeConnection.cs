using System.Text.Json;

namespace StreamActors.Pbm;

/// <summary>The HTTP interface of the local node.</summary>
/// <param name="client">Has the node's address; disposed by its creator.</param>
public sealed class NodeConnection(HttpClient client)
{
    /// <exception cref="VerbFailedException">The node does not answer or refuses; the message is meant for an operator.</exception>
    internal async Task<JsonElement> Get(string path, CancellationToken stop, params int[] alsoFine)
    {
        try
        {
            using var answer = await client.GetAsync(new Uri(path, UriKind.Relative), stop);
            var text = await answer.Content.ReadAsStringAsync(stop);
            using var json = JsonDocument.Parse(text);
            return answer.IsSuccessStatusCode || alsoFine.Contains((int)answer.StatusCode)
                ? json.RootElement.Clone()
                : throw new VerbFailedException(
                json.RootElement.TryGetProperty("detail", out var detail) ? detail.GetString() ?? text : text);
        }
        catch (HttpRequestException failure)
        {
            throw new VerbFailedException($"The node at {client.BaseAddress} does not answer: {failure.Message}", failure);
        }
        catch (JsonException failure)
        {
            throw new VerbFailedException($"The answer from {client.BaseAddress} is not from a StreamActors node.", failure);
        }
        catch (TaskCanceledException failure) when (!stop.IsCancellationRequested)
        {
            throw new VerbFailedException($"The node at {client.BaseAddress} does not answer in time.", failure);
        }
    }
}

/// <summary>A command failed; the message says why.</summary>
public sealed class VerbFailedException(string message, Exception? inner = null) : Exception(message, inner);
