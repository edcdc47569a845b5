using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace StreamActors.Testing.Peers;

/// <summary>
/// The control API of a MediaMTX without the MediaMTX: it knows the requests, names and types of the published OpenAPI document
/// (mediamtx-api.json), refuses what MediaMTX refuses, and forgets at a restart what came over the API. Its own answers are held to the
/// document too. Media is not its part.
/// </summary>
public sealed class MediaMtxApi : IDisposable
{
    /// <summary>Of these an edit leaves the path running; any other creates it anew, and its publisher and readers are gone.</summary>
    private static readonly string[] HotReloaded = ["record", "forward", "rpiCamera", "name"];

    private static readonly string[] Schemes = ["rtsp", "rtsps", "rtmp", "rtmps", "http", "https", "udp", "udp+mpegts", "srt", "whep"];

    private readonly Lock _gate = new();
    private readonly ApiSchema _schema = ApiSchema.Read();
    private readonly Dictionary<string, JsonObject> _paths = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (string Source, int Readers)> _media = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<JsonObject>> _connections = new(StringComparer.Ordinal);
    private HttpListener? _listener;
    private int _starts;

    public MediaMtxApi()
    {
        Url = $"http://127.0.0.1:{Ports.Tcp()}/";
        Restart();
    }

    public string Url { get; }

    /// <summary>USER:PASSWORD that it asks for; null: none.</summary>
    public string? Credentials { get; set; }

    /// <summary>Older versions lack it in /v3/info.</summary>
    public bool TellsItsStart { get; set; } = true;

    /// <summary>How a value is listed that was given in another way: a version may hide or rewrite one.</summary>
    public Func<string, JsonNode?, JsonNode?> Listed { get; set; } = (_, value) => value?.DeepClone();

    /// <summary>Answers in its place, where it says so.</summary>
    public Func<HttpListenerContext, Task<bool>>? Instead { get; set; }

    /// <summary>The requests that change something: METHOD verb path {body}.</summary>
    public ConcurrentQueue<string> Changes { get; } = [];

    public ConcurrentQueue<string> Requests { get; } = [];

    /// <summary>Paths created anew under their publisher and readers by an edit.</summary>
    public ConcurrentQueue<string> Recreated { get; } = [];

    public IReadOnlyDictionary<string, JsonObject> Paths
    {
        get
        {
            lock (_gate)
                return _paths.ToDictionary(p => p.Key, p => (JsonObject)p.Value.DeepClone(), StringComparer.Ordinal);
        }
    }

    /// <summary>In its file: it is there after a restart too.</summary>
    public Dictionary<string, JsonObject> OfItsFile { get; } = new(StringComparer.Ordinal);

    /// <summary>Stops, forgets what came over the API, and answers again.</summary>
    public void Restart()
    {
        Stop();
        lock (_gate)
        {
            _paths.Clear();
            _media.Clear();
            _starts++;
            foreach (var (name, fields) in OfItsFile)
                _paths[name] = With(Defaults(name), fields);
        }
        Start();
    }

    public void Start()
    {
        _listener = new HttpListener();
        _listener.Prefixes.Add(Url);
        _listener.Start();
        _ = Serve(_listener);
    }

    public void Stop() => (_listener as IDisposable)?.Dispose();

    public void Dispose() => Stop();

    /// <summary>Somebody else changes it: an operator with curl.</summary>
    public void Put(string path, JsonObject fields)
    {
        lock (_gate)
            _paths[path] = With(_paths.GetValueOrDefault(path) ?? Defaults(path), fields);
    }

    /// <summary>Media has come to a path, or is gone (null).</summary>
    public void Media(string path, string? source, int readers = 0)
    {
        lock (_gate)
        {
            if (source is null)
                _media.Remove(path);
            else
                _media[path] = (source, readers);
        }
    }

    /// <param name="kind">srtconns, rtmpconns or rtspsessions.</param>
    public void Connection(string kind, string path, string state, string address)
    {
        lock (_gate)
        {
            if (!_connections.TryGetValue(kind, out var all))
                _connections[kind] = all = [];
            all.Add(new JsonObject
            {
                ["id"] = Guid.NewGuid().ToString(), ["path"] = path, ["state"] = state, ["remoteAddr"] = address, ["query"] = "",
            });
        }
    }

    private async Task Serve(HttpListener listener)
    {
        try
        {
            while (true)
                _ = Answer(await listener.GetContextAsync());
        }
        catch (Exception over) when (over is HttpListenerException or ObjectDisposedException)
        {
            // Stopped.
        }
    }

    private async Task Answer(HttpListenerContext context)
    {
        try
        {
            using var reader = new StreamReader(context.Request.InputStream, Encoding.UTF8);
            var body = await reader.ReadToEndAsync();
            if (Instead is { } instead && await instead(context))
                return;
            var (status, answer) = Answer(context.Request, body);
            context.Response.StatusCode = status;
            context.Response.ContentType = "application/json";
            var bytes = Encoding.UTF8.GetBytes(answer.ToJsonString());
            context.Response.ContentLength64 = bytes.Length;
            context.Response.Close(bytes, willBlock: false);
        }
        catch (Exception over) when (over is HttpListenerException or ObjectDisposedException or IOException)
        {
            // The asker is gone, or this is stopped.
        }
    }

    private (int Status, JsonObject Answer) Answer(HttpListenerRequest request, string body)
    {
        var path = request.Url!.AbsolutePath;
        Requests.Enqueue($"{request.HttpMethod} {path}");
        if (_schema.Operation(request.HttpMethod, path) is not { } operation)
            return (404, new JsonObject { ["error"] = "not found" });
        if (Credentials is { } credentials
            && request.Headers["Authorization"] != $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes(credentials))}")
            return Error(401, "authentication error");
        lock (_gate)
        {
            var name = operation.Name;
            return operation.Verb switch
            {
                "info" => (200, _schema.Checked("Info", TellsItsStart
                    ? new JsonObject { ["version"] = "v1.17.0", ["started"] = $"2026-01-01T00:00:{_starts:00}Z" }
                    : new JsonObject { ["version"] = "v1.11.0" })),
                "config/paths/list" => Page(request, _paths.OrderBy(p => p.Key, StringComparer.Ordinal)
                    .Select(p => _schema.Checked("PathConf", new JsonObject(p.Value.Select(f => KeyValuePair.Create(f.Key,
                        Listed(f.Key, f.Value))))))),
                "paths/list" => Page(request, _paths.Keys.Where(p => !p.StartsWith('~')).Order(StringComparer.Ordinal).Select(Runtime)),
                "config/paths/add" or "config/paths/patch" or "config/paths/delete" =>
                    Change(request.HttpMethod, operation.Verb, name, body),
                var list => _connections.TryGetValue(list.Split('/')[0], out var all)
                    ? Page(request, all.Select(c => _schema.Checked(ApiSchema.ConnectionOf(list), (JsonObject)c.DeepClone())))
                    : (404, new JsonObject { ["error"] = "not found" }), // that protocol is off
            };
        }
    }

    private (int, JsonObject) Change(string method, string verb, string name, string body)
    {
        Changes.Enqueue($"{method} {verb[(verb.LastIndexOf('/') + 1)..]} {name} {body}".TrimEnd());
        if (verb.EndsWith("delete", StringComparison.Ordinal))
            return _paths.Remove(name) ? Ok() : Error(404, "path configuration not found");
        JsonObject fields;
        try
        {
            fields = (JsonObject)JsonNode.Parse(body)!;
        }
        catch (Exception failure) when (failure is JsonException or InvalidCastException)
        {
            return Error(400, "invalid JSON");
        }
        if (_schema.Fault("PathConf", fields) is { } fault)
            return Error(400, fault);
        var isNew = verb.EndsWith("add", StringComparison.Ordinal);
        if (isNew == _paths.ContainsKey(name))
            return isNew ? Error(400, "path already exists") : Error(404, "path configuration not found");
        var before = isNew ? Defaults(name) : _paths[name];
        var after = With(before, fields);
        if (Refusal(after) is { } refusal)
            return Error(400, refusal);
        if (!isNew && after.Any(f => !JsonNode.DeepEquals(f.Value, before[f.Key])
            && !HotReloaded.Any(hot => f.Key.StartsWith(hot, StringComparison.Ordinal))))
        {
            Recreated.Enqueue(name);
            _media.Remove(name);
        }
        _paths[name] = after;
        return Ok();
    }

    /// <summary>What MediaMTX refuses of the fields that StreamActors sends, in its words.</summary>
    private static string? Refusal(JsonObject path)
    {
        var source = (string)path["source"]!;
        if (source != "publisher" && (string)path["srtPublishPassphrase"]! != "")
            return "'srtPublishPassphase' can only be used when source is 'publisher'";
        if (source == "publisher")
            return (bool)path["sourceOnDemand"]! ? "'sourceOnDemand' is useless when source is 'publisher'" : null;
        return !Uri.TryCreate(source, UriKind.Absolute, out var url) || !Schemes.Contains(url.Scheme, StringComparer.Ordinal)
            ? $"invalid source: '{source}'" : null;
    }

    private JsonObject Runtime(string path)
    {
        var (source, readers) = _media.GetValueOrDefault(path);
        JsonObject Peer(string type) => new() { ["type"] = type, ["id"] = Guid.NewGuid().ToString() };
        var isNew = TellsItsStart;
        var seen = new JsonObject
        {
            ["name"] = path, ["confName"] = path, ["ready"] = source is not null,
            ["source"] = source is null ? null : _schema.Checked("PathSource", Peer(source)),
            ["readers"] = new JsonArray([.. Enumerable.Range(0, readers).Select(_ => _schema.Checked("PathReader", Peer("srtConn")))]),
            [isNew ? "inboundBytes" : "bytesReceived"] = source is null ? 0 : 1_000_000,
            [isNew ? "outboundBytes" : "bytesSent"] = readers * 1_000_000,
        };
        if (isNew)
            seen["available"] = source is not null;
        return _schema.Checked("Path", seen);
    }

    private JsonObject Defaults(string name) => With(_schema.Empty("PathConf"), new JsonObject
    {
        ["name"] = name, ["source"] = "publisher", ["sourceOnDemand"] = false, ["rtspTransport"] = "automatic",
    });

    private static JsonObject With(JsonObject path, JsonObject fields)
    {
        var with = (JsonObject)path.DeepClone();
        foreach (var (name, value) in fields)
            with[name] = value?.DeepClone();
        return with;
    }

    private static (int, JsonObject) Page(HttpListenerRequest request, IEnumerable<JsonObject> items)
    {
        var size = int.TryParse(request.QueryString["itemsPerPage"], out var asked) ? asked : 100;
        var all = items.Chunk(size).ToList();
        var page = int.TryParse(request.QueryString["page"], out var number) ? number : 0;
        return (200, new JsonObject
        {
            ["itemCount"] = all.Sum(p => p.Length), ["pageCount"] = all.Count,
            ["items"] = new JsonArray(page < all.Count ? [.. all[page]] : []),
        });
    }

    private static (int, JsonObject) Ok() => (200, new JsonObject { ["status"] = "ok" });

    private static (int, JsonObject) Error(int status, string text) => (status, new JsonObject { ["status"] = "error", ["error"] = text });
}
