using System.Collections.Frozen;
using System.IO.Compression;
using System.Security.Cryptography;

namespace StreamActors.Http;

/// <summary>
/// The page: the built files of StreamActors.Web, embedded compressed. They are the same for everybody and hold no secret, so they need no
/// credentials; everything the page shows comes from the API, which does.
/// </summary>
internal static class PageEndpoints
{
    private const string Folder = "page/";

    /// <summary>No inline script or style, no other site, and no strings as HTML (decision 0176).</summary>
    private const string Policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; "
        + "media-src 'self' blob:; worker-src 'self'; base-uri 'self'; form-action 'none'; frame-ancestors 'none'; "
        + "require-trusted-types-for 'script'; trusted-types svelte-trusted-html default";

    private static readonly string[] Methods = ["GET", "HEAD"];

    /// <summary>Those of src/StreamActors.Web/src/routes.ts.</summary>
    private static readonly string[] Paths =
        ["/", "/inputs/{id}", "/outputs/{id}", "/new", "/changes", "/alerts", "/nodes", "/logs", "/settings", "/users", "/keys", "/me"];

    /// <summary>Served instead of the page by a server that was built without it.</summary>
    private static readonly byte[] NotBuilt = """
        <!doctype html><html lang="en"><meta charset="utf-8"><title>StreamActors</title>
        <h1>StreamActors is running, but its page was not built</h1>
        <p>Node.js 20.19 or later with npm was missing when this server was built, or its packages could not be installed.
        Install Node.js and start it again: ./streamactors up</p>
        <p>Everything else works: ./streamactors status, and the <a href="/api/v1/openapi.json">HTTP API</a>.</p></html>
        """u8.ToArray();

    private static readonly FrozenSet<string> Built =
        typeof(PageEndpoints).Assembly.GetManifestResourceNames().Where(n => n.StartsWith(Folder, StringComparison.Ordinal))
            .ToFrozenSet(StringComparer.Ordinal);

    public static void Map(IEndpointRouteBuilder routes)
    {
        var index = Read("index.html", "br");
        var tag = $"\"{Convert.ToHexStringLower(SHA256.HashData(index ?? NotBuilt))[..16]}\"";
        foreach (var path in Paths)
            routes.MapMethods(path, Methods, http => Index(http, tag)).WithMetadata(Guard.File);
        routes.MapMethods("/assets/{name}", Methods, Asset).WithMetadata(Guard.File);
    }

    private static Task Index(HttpContext http, string tag)
    {
        var headers = http.Response.Headers;
        // Also with 304: a browser takes the headers of that answer for those of the page that it kept.
        (headers.CacheControl, headers.ETag, headers.ContentSecurityPolicy) = ("no-cache", tag, Policy);
        if (http.Request.Headers.IfNoneMatch.ToString().Contains(tag, StringComparison.Ordinal))
        {
            http.Response.StatusCode = 304;
            return Task.CompletedTask;
        }
        return Built.Count > 0 ? Send(http, "index.html") : Write(http, NotBuilt, "text/html; charset=utf-8");
    }

    private static Task Asset(HttpContext http)
    {
        var name = $"assets/{http.GetRouteValue("name")}";
        if (!Built.Contains($"{Folder}{name}.gz"))
            return Outcome.Refused("not-found", "There is no such file: the page was updated. Reload it.").Write(http);
        http.Response.Headers.CacheControl = "public, max-age=31536000, immutable"; // its name has a hash of its content
        return Send(http, name);
    }

    /// <summary>As the client accepts it: browsers offer br only over HTTPS and on localhost.</summary>
    private static async Task Send(HttpContext http, string name)
    {
        var accepts = http.Request.Headers.AcceptEncoding.ToString().Split([',', ';'], StringSplitOptions.TrimEntries);
        var encoding = accepts.Contains("br") ? "br" : accepts.Contains("gzip") ? "gzip" : null;
        var bytes = Read(name, encoding == "br" ? "br" : "gz")!;
        if (encoding is null)
        {
            using var whole = new MemoryStream();
            await using (var packed = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress))
                await packed.CopyToAsync(whole, http.RequestAborted);
            bytes = whole.ToArray();
        }
        else
        {
            http.Response.Headers.ContentEncoding = encoding;
        }
        await Write(http, bytes, Path.GetExtension(name) switch
        {
            ".html" => "text/html; charset=utf-8",
            ".js" => "text/javascript; charset=utf-8",
            ".css" => "text/css; charset=utf-8",
            ".svg" => "image/svg+xml",
            _ => "application/octet-stream",
        });
    }

    private static async Task Write(HttpContext http, byte[] bytes, string type)
    {
        var (response, headers) = (http.Response, http.Response.Headers);
        (headers.ContentSecurityPolicy, headers.Vary, headers["Cross-Origin-Opener-Policy"]) = (Policy, "Accept-Encoding", "same-origin");
        (response.ContentType, response.ContentLength) = (type, bytes.Length);
        if (!HttpMethods.IsHead(http.Request.Method))
            await response.Body.WriteAsync(bytes, http.RequestAborted);
    }

    private static byte[]? Read(string name, string packing)
    {
        using var stream = typeof(PageEndpoints).Assembly.GetManifestResourceStream($"{Folder}{name}.{packing}");
        if (stream is null)
            return null;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
