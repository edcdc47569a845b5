using System.Text;
using System.Text.Json.Nodes;
using StreamActors.Control;

namespace StreamActors.Http.Tests.Hostile;

/// <summary>The generator: the same seed gives the same requests, over every operation of the served document.</summary>
internal sealed class HostileRequests(IReadOnlyList<HostileOperation> operations, int seed)
{
    private static readonly string[] Ids =
        ["cam1", "out1", "desk", "parked", "ann", "parked~input~cam1", "cam1~in~cam1~0", "nobody", "studio-1", "input", "1"];
    private static readonly string[] Methods =
        ["GET", "POST", "PATCH", "DELETE", "PUT", "HEAD", "OPTIONS", "BREW", "get", "TRACE", "PROPFIND", "M-SEARCH"];

    private readonly HostileTexts _texts = new(new Random(seed));

    public HostileRequest Next()
    {
        var operation = _texts.Pick(operations);
        return _texts.Below(20) switch
        {
            0 => OtherMethod(operation),
            1 => Traversal(operation),
            2 => BadText(operation),
            3 => Deep(operation),
            4 => OneHeader(operation),
            5 => Huge(operation),
            6 => OtherMedia(operation),
            7 => OverTheSocket(),
            8 => HardlyHttp(operation),
            9 or 10 or 11 => BadQuery(operation),
            _ => WrongTypes(operation),
        };
    }

    private HostileRequest OtherMethod(HostileOperation operation)
    {
        var method = _texts.Pick(Methods);
        (string, string)[] confusing = _texts.OneIn(3) ? [("X-HTTP-Method-Override", "DELETE"), ("X-Original-URL", "/api/v1/keys"),
            ("X-Rewrite-URL", "/api/v1/users")] : [];
        return HostileRequest.Of("method", method, Path(operation, odd: 4), [.. confusing, .. Json(method)],
            method is "GET" or "HEAD" ? null : "{}"u8.ToArray());
    }

    private HostileRequest Traversal(HostileOperation operation)
    {
        var path = _texts.Below(3) switch
        {
            0 => "/api/v1/" + string.Concat(Enumerable.Repeat("../", _texts.Below(6))) + "etc/passwd",
            1 => Path(operation, odd: 1) + "/" + _texts.Escaped(),
            _ => Path(operation, odd: 1),
        };
        return HostileRequest.Of("traversal", operation.Method, path, Json(operation.Method),
            operation.Method == "GET" ? null : "{}"u8.ToArray(), isHttp: IsSound(path));
    }

    private HostileRequest BadText(HostileOperation operation)
    {
        var body = _texts.Below(4) switch
        {
            0 => _texts.Garbage(2000),
            1 => [.. "{\"name\":\""u8, 0xC3, 0x28, 0xF0, 0x80, .. "\"}"u8],
            2 => Encoding.UTF8.GetBytes("{\"name\":\"\\ud800\",\"" + _texts.Pick((string[])["\\u0000", "id", "\\udfff", "name"]) + "\":1}"),
            _ => Encoding.Unicode.GetBytes(Good(operation)),
        };
        return Bodied("text", operation, body);
    }

    private HostileRequest Deep(HostileOperation operation)
    {
        var depth = _texts.OneIn(10) ? 50_000 : 20 + _texts.Below(100);
        var (open, close) = _texts.OneIn(2) ? ("[", "]") : ("{\"a\":", "}");
        var body = string.Concat(Enumerable.Repeat(open, depth)) + "1"
            + (_texts.OneIn(3) ? "" : string.Concat(Enumerable.Repeat(close, depth)));
        return Bodied("deep", operation, Encoding.UTF8.GetBytes(body));
    }

    private HostileRequest Huge(HostileOperation operation)
    {
        if (!_texts.OneIn(12)) // mostly small requests
            return Bodied("many", operation, Encoding.UTF8.GetBytes("{"
                + string.Join(',', Enumerable.Range(0, 100 + _texts.Below(800)).Select(n => $"\"f{n}\":[{n},null]")) + "}"));
        var length = _texts.Pick((int[])[200_000, 262_144, 262_145, 600_000, 5_000_000]);
        return Bodied("huge", operation, Encoding.UTF8.GetBytes("{\"name\":\"" + new string('x', length) + "\"}"));
    }

    private HostileRequest OneHeader(HostileOperation operation)
    {
        (string, string) header = _texts.Below(12) switch
        {
            0 => ("If-Match", _texts.Line()),
            1 => ("Idempotency-Key", _texts.Line()),
            2 => ("Idempotency-Key", $"k{_texts.Below(20)}"),
            3 => ("Origin",
                _texts.Pick((string[])["null", "http://evil.example", "http://127.0.0.1.evil.example", "file://", "http://127.0.0.1:1"])),
            4 => ("Accept", _texts.Line()),
            5 => ("Last-Event-ID", _texts.Line()),
            6 => ("X-Forwarded-For", _texts.Line()),
            7 => ("Range", "bytes=0-,0-,0-,0-,0-"),
            8 => ("Expect", "100-continue"),
            9 => ("Cookie", new string('c', 8000)),
            10 => ("X-API-Key", _texts.Pick((string[])["sa_first_", "sa__", "sa_a~b_c", _texts.Line()])),
            _ => ("Authorization", _texts.Pick((string[])["Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJhbm4ifQ.", "Bearer a.b.c", "Basic YTpi",
                "Bearer ", _texts.Line()])),
        };
        return HostileRequest.Of("header", operation.Method, Path(operation, odd: 10), [header, .. Json(operation.Method)],
            Body(operation, Encoding.UTF8.GetBytes(Broken(operation))), isHttp: header.Item2.All(c => c < 0x80));
    }

    private HostileRequest OtherMedia(HostileOperation operation)
    {
        var media = _texts.Pick((string[])["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x",
            "application/xml", "application/json; charset=utf-16", "application/yaml", "", "application/json,application/yaml",
            "image/png"]);
        var body = media == "application/yaml" ? _texts.Pick((string[])["&a [*a, *a]", "!!set {a}", "a: [1, 2", "- - - - -", "%YAML 9",
            "a: b\n a: c", "\t\t", "format: streamactors/1\ninputs: x", new string('[', 200), "? a\n: b", "\"\\xZZ\""]) : Broken(operation);
        return HostileRequest.Of("media", operation.Method, Path(operation, odd: 20), [("Content-Type", media)],
            Body(operation, Encoding.UTF8.GetBytes(body)));
    }

    /// <summary>Invalid WebSocket handshakes, and a valid one, which is disconnected.</summary>
    private HostileRequest OverTheSocket()
    {
        var path = _texts.Pick((string[])["/api/v1/live", "/api/v1/events"])
            + (_texts.OneIn(2) ? $"?topics={_texts.Escaped()}&after={_texts.Escaped()}" : "");
        List<(string, string)> headers = [("Connection", "Upgrade"), ("Upgrade",
            _texts.Pick((string[])["websocket", "h2c", "websocket, h2c", "x"])),
            ("Sec-WebSocket-Version", _texts.Pick((string[])["13", "8", "x"]))];
        if (!_texts.OneIn(3))
            headers.Add(("Sec-WebSocket-Key", _texts.OneIn(2) ? "dGhlIHNhbXBsZSBub25jZQ==" : "short"));
        if (_texts.OneIn(3))
            headers.Add(
                ("Sec-WebSocket-Protocol", _texts.Pick((string[])["bearer.x.y.z", "streamactors.v1", "streamactors.v1, bearer.", ",,,"])));
        return HostileRequest.Of("socket", "GET", path, headers, null);
    }

    private HostileRequest HardlyHttp(HostileOperation operation)
    {
        var path = Path(operation, odd: 20);
        var text = _texts.Below(10) switch
        {
            0 => $"{operation.Method} {path} HTTP/1.1\r\n\r\n",
            1 => $"{operation.Method} {path} HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
            2 => $"{operation.Method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nX Y: 1\r\n\r\n",
            3 => $"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET "
                + $"/api/v1/keys HTTP/1.1\r\n\r\n",
            4 => $"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nTransfer-Encoding: "
                + $"chunked\r\n\r\nZZ\r\n{{}}\r\n",
            5 => $"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nX: {new string('h', 40_000)}\r\n\r\n",
            6 => $"GET {path}?{new string('q', 20_000)} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
            7 => $"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: "
                + $"{_texts.Pick((string[])["-1", "x", "99999999999999999999", "500"])}\r\n\r\n{{}}",
            8 => $"GET {path} HTTP/{_texts.Pick((string[])["9.9", "2.0", "0.9", "1.1.1"])}\r\nHost: 127.0.0.1\r\n\r\n",
            _ => $"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{string.Concat(Enumerable.Range(0, 200).Select(n => $"H{n}: 1\r\n"))}\r\n",
        };
        return new HostileRequest("hardly", operation.Method, path, Encoding.Latin1.GetBytes(text), IsHttp: false, HangsUp: true);
    }

    private HostileRequest BadQuery(HostileOperation operation)
    {
        var query = string.Join('&', Enumerable.Range(0, 1 + _texts.Below(4))
            .Select(_ =>
            $"{(operation.Queries.Count > 0 && !_texts.OneIn(4) ? _texts.Pick(operation.Queries) : _texts.Escaped())}={_texts.Escaped()}"));
        return HostileRequest.Of("query", operation.Method, $"{Path(operation, odd: 4)}?{query}", Json(operation.Method),
            Body(operation, Encoding.UTF8.GetBytes(Broken(operation))), isHttp: IsSound(query));
    }

    private HostileRequest WrongTypes(HostileOperation operation) =>
        Bodied("types", operation, Encoding.UTF8.GetBytes(_texts.OneIn(operation.IsSlow ? 400 : 30) ? Good(operation) : Broken(operation)));

    private HostileRequest Bodied(string kind, HostileOperation operation, byte[] body) =>
        HostileRequest.Of(kind, operation.Method, Path(operation, odd: 8),
        [("Content-Type", operation.Media.Count > 0 ? operation.Media[0] : "application/json")], Body(operation, body));

    /// <summary>A request from the document with one or more invalid parts.</summary>
    private string Broken(HostileOperation operation)
    {
        if (operation.Example?.DeepClone() is not JsonObject body || _texts.OneIn(6))
            return _texts.Value()?.ToJsonString() ?? "null";
        for (var n = 1 + _texts.Below(2); n > 0; n--)
        {
            var place = body;
            var name = _texts.Pick([.. place.Select(p => p.Key)]);
            while (place[name] is JsonObject { Count: > 0 } inner && !_texts.OneIn(3))
                (place, name) = (inner, _texts.Pick([.. inner.Select(p => p.Key)]));
            if (_texts.OneIn(6))
                place[_texts.Short() is { Length: > 0 } odd && IsPlain(odd) ? odd : "$where"] = _texts.Value();
            else
                place[name] = _texts.Value();
        }
        return body.ToJsonString();
    }

    private static string Good(HostileOperation operation) => operation.Example?.ToJsonString() ?? "{}";

    private string Path(HostileOperation operation, int odd) => string.Join('/', operation.Template.Split('/').Select(part =>
        !part.StartsWith('{') ? part : _texts.OneIn(odd) ? _texts.Escaped() : _texts.Pick(Ids)));

    private static byte[]? Body(HostileOperation operation, byte[] body) =>
        operation.Method == "GET" || operation.Media.Count == 0 ? null : body;

    private static (string, string)[] Json(string method) => method is "GET" or "HEAD" ? [] : [("Content-Type", "application/json")];

    private static bool IsPlain(string text) => text.All(c => !char.IsSurrogate(c));

    /// <summary>The web server refuses invalid escapes before anybody else sees them.</summary>
    private static bool IsSound(string target) =>
        !target.Contains("%00", StringComparison.Ordinal) && target.All(c => c is > ' ' and <= '~');
}
