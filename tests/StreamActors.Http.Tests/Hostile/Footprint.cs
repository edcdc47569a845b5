using System.Globalization;
using System.Text.Json;
using StreamActors.Testing.Peers;

namespace StreamActors.Http.Tests.Hostile;

/// <summary>Resources of a server process.</summary>
internal sealed record Footprint(long ResidentMiB, int Descriptors, int Threads, long Journal)
{
    public static async Task<Footprint> Of(ServerProcess server)
    {
        var status = (await File.ReadAllLinesAsync($"/proc/{server.Id}/status")).Select(l => l.Split(':', 2))
            .ToDictionary(l => l[0], l => l[1].Trim(), StringComparer.Ordinal);
        var (code, journal) = await server.Get("/api/v1/journal");
        code.ShouldBe(200);
        return new Footprint(
            long.Parse(status["VmRSS"].Split(' ')[0], CultureInfo.InvariantCulture) / 1024,
            Directory.GetFileSystemEntries($"/proc/{server.Id}/fd").Length,
            int.Parse(status["Threads"], CultureInfo.InvariantCulture), journal.GetProperty("position").GetInt64());
    }

    /// <summary>Work for disconnected clients ends after a moment.</summary>
    public static async Task<Footprint> Settled(ServerProcess server, int descriptors, int threads = int.MaxValue)
    {
        var found = await Of(server);
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        for (var n = 0; n < 300 && (found.Descriptors > descriptors || found.Threads > threads); n++)
        {
            await look.WaitForNextTickAsync();
            found = await Of(server);
        }
        return found;
    }
}

/// <summary>The results of many requests.</summary>
internal sealed class RequestTally
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, int> _counts = new(StringComparer.Ordinal);
    private readonly List<string> _complaints = [];
    private int _stored;

    /// <summary>How many may have stored something.</summary>
    public int Stored => _stored;

    public string Said => string.Join(", ", _counts.Select(c => $"{c.Key} {c.Value}"));

    public IReadOnlyList<string> Complaints => _complaints;

    public void Take(HostileRequest request, RawAnswer? answer)
    {
        lock (_lock)
        {
            Count(answer is null ? "hung up on" : Inv($"{answer.Status}"));
            // The server may close the connection while a huge body is still being sent, and the refusal can be lost.
            var complaint = answer is null ? request.IsHttp && request.Kind != "huge" ? "no answer" : null : Complaint(request, answer);
            if (complaint is not null && _complaints.Count < 20)
                _complaints.Add(
                    $"{complaint}\n{request}\n=> {answer?.Status} {answer?.Type} "
                        + $"{(answer?.Body is { Length: > 600 } much ? much[..600] : answer?.Body)}");
            if (request.Method is not ("GET" or "HEAD") && answer is { Status: >= 200 and < 300 })
                _stored++;
        }
    }

    private string? Complaint(HostileRequest request, RawAnswer answer)
    {
        if (answer.Status < 400 || request.Method == "HEAD")
            return answer.Status < 500 ? null : "a failure";
        if (answer.Body.Length == 0 && !request.IsHttp)
            return answer.Status is >= 500 and not 505 ? "a failure" : null; // by the web server itself, which is no failure of ours
        if (answer.Type != "application/problem+json")
            return "no problem";
        var problem = JsonDocument.Parse(answer.Body).RootElement;
        var code = problem.GetProperty("code").GetString() ?? "";
        Count(code);
        if (!RefusalToProblem.Codes.TryGetValue(code, out var known) || known.Status != answer.Status)
            return $"'{code}' is no code of {answer.Status}";
        if (answer.Status >= 500 || answer.Status == 429)
            return code is "crashed" or "unknown" ? "a failure" : answer.Headers.ContainsKey("Retry-After") ? null : "no Retry-After";
        return answer.Status is 400 or 413 or 415 or 422 && !NamesFieldAndCure(problem) ? "no field with a cure" : null;
    }

    private static bool NamesFieldAndCure(JsonElement problem) =>
        problem.TryGetProperty("errors", out var errors) && errors.GetArrayLength() > 0
        && errors.EnumerateArray()
        .All(e => e.GetProperty("field").GetString()?.Length > 0 && e.GetProperty("cure").GetString()?.Length > 0);

    private void Count(string what) => _counts[what] = _counts.GetValueOrDefault(what) + 1;

    private static string Inv(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
