using System.Text.Json;
using StreamActors.Wire;

namespace StreamActors.Cli;

/// <summary>The live feed: server-sent events, each with a batch of changes.</summary>
internal sealed class LiveFeed(Stream stream, Action cut) : IDisposable
{
    public const string Path = "/api/v1/events?topics=inputs,outputs,states";

    private readonly StreamReader _lines = new(stream);

    /// <summary>The reason the server gave for ending it.</summary>
    public string? Goodbye { get; private set; }

    /// <summary>It ended because the credentials are no longer valid: a reconnect would be refused.</summary>
    public bool IsShut { get; private set; }

    /// <returns>The JSON of the next batch; null at the end.</returns>
    public string? Next()
    {
        var isGoodbye = false;
        while (Line() is { } line)
        {
            if (line is "event: bye" or "event: unauthorized")
                (isGoodbye, IsShut) = (true, line == "event: unauthorized");
            else if (line.StartsWith("data: ", StringComparison.Ordinal) && isGoodbye)
                Goodbye = Printable.Text(line["data: ".Length..]);
            else if (line.StartsWith("data: ", StringComparison.Ordinal))
                return line["data: ".Length..];
        }
        return null;
    }

    public static JsonView Read(string batch) => new(JsonDocument.Parse(batch).RootElement);

    /// <summary>Called from another thread: unblocks a waiting read.</summary>
    public void Cut() => cut();

    public void Dispose() => _lines.Dispose();

    private string? Line()
    {
        try
        {
            return _lines.ReadLine();
        }
        catch (Exception cut) when (cut is IOException or ObjectDisposedException)
        {
            return null; // cut off, by the server or by this console
        }
    }
}
