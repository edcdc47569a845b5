using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace StreamActors.Runtime.Tests;

/// <summary>Two processes that exchange requests: a line of JSON for each request and each response.</summary>
public sealed class RequestPipe(Socket socket, Func<string, JsonArray, Task<JsonNode?>> answer) : IDisposable
{
    private readonly ConcurrentDictionary<long, TaskCompletionSource<JsonNode?>> _open = new();
    private readonly StreamWriter _out = new(new NetworkStream(socket));
    private readonly SemaphoreSlim _turn = new(1);
    private long _last;
    private volatile bool _over;

    public async Task<JsonNode?> Ask(string verb, params JsonNode?[] words)
    {
        var number = Interlocked.Increment(ref _last);
        var said = new TaskCompletionSource<JsonNode?>(TaskCreationOptions.RunContinuationsAsynchronously);
        _open.TryAdd(number, said);
        await Say(new JsonObject { ["ask"] = number, ["verb"] = verb, ["words"] = new JsonArray(words) });
        if (_over)
            said.TrySetException(Gone());
        return await said.Task;
    }

    /// <summary>Blocks, for effects and deciders.</summary>
    public JsonNode? AskNow(string verb, params JsonNode?[] words) => Task.Run(() => Ask(verb, words)).GetAwaiter().GetResult();

    /// <summary>Answers in the order of the requests, except for those that wait. Ends when the other side has gone.</summary>
    public async Task Listen()
    {
        using var reader = new StreamReader(new NetworkStream(socket));
        try
        {
            while (await reader.ReadLineAsync() is { } line)
            {
                var said = JsonNode.Parse(line)!.AsObject();
                if (said["ask"] is { } ask)
                    _ = Answer((long)ask, (string)said["verb"]!, said["words"]!.AsArray());
                else if (_open.TryRemove((long)said["answer"]!, out var waiting))
                    Settle(waiting, said);
            }
        }
        catch (IOException)
        {
            // Killed.
        }
        _over = true;
        foreach (var waiting in _open.Values)
            waiting.TrySetException(Gone());
    }

    public void Dispose() => socket.Dispose();

    private static IOException Gone() => new("The other process has gone.");

    private static void Settle(TaskCompletionSource<JsonNode?> waiting, JsonObject said)
    {
        if (said["fault"] is { } fault)
            waiting.TrySetException(new InvalidOperationException((string)fault!));
        else
            waiting.TrySetResult(said["with"]);
    }

    private async Task Answer(long number, string verb, JsonArray words)
    {
        var said = new JsonObject { ["answer"] = number };
        try
        {
            said["with"] = await answer(verb, words);
        }
        catch (Exception e)
        {
            said["fault"] = e.Message;
        }
        await Say(said);
    }

    private async Task Say(JsonObject said)
    {
        await _turn.WaitAsync();
        try
        {
            await _out.WriteLineAsync(said.ToJsonString(JsonSerializerOptions.Default));
            await _out.FlushAsync();
        }
        catch (IOException)
        {
            _over = true; // pending requests fail when the reading side ends
        }
        finally
        {
            _turn.Release();
        }
    }
}
