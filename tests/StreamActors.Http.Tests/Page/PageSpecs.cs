using System.IO.Compression;
using System.Text.RegularExpressions;

namespace StreamActors.Http.Tests.Page;

/// <summary>The files of the page, as this server was built: they need Node.js at the build.</summary>
public sealed partial class PageSpecs : IAsyncLifetime
{
    private ApiServer _api = null!;
    private HttpClient _client = null!;

    public async Task InitializeAsync()
    {
        _api = await ApiServer.Open();
        _client = new HttpClient { BaseAddress = _api.Http.BaseAddress };
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _api.DisposeAsync();
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/inputs/studio")]
    [InlineData("/outputs/youtube")]
    [InlineData("/new")]
    [InlineData("/changes")]
    [InlineData("/alerts")]
    [InlineData("/nodes")]
    [InlineData("/logs")]
    [InlineData("/settings")]
    [InlineData("/users")]
    [InlineData("/keys")]
    [InlineData("/me")]
    public async Task Its_addresses_answer_without_credentials_and_when_another_site_links_to_them(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { "Sec-Fetch-Site", "cross-site" } } };
        using var answer = await _client.SendAsync(request);
        ((int)answer.StatusCode).ShouldBe(200);
        answer.Headers.CacheControl!.NoCache.ShouldBeTrue();
        var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        policy.ShouldContain("script-src 'self'");
        policy.ShouldContain("require-trusted-types-for 'script'");
        policy.ShouldNotContain("unsafe");
        (await Text(answer)).ShouldContain("id=\"app\"", customMessage: "The page was not built: it needs Node.js 20.19 with npm.");
    }

    [Theory]
    [InlineData("br", "br")]
    [InlineData("gzip, deflate", "gzip")]
    [InlineData("identity", null)]
    public async Task Its_files_come_as_the_client_accepts_them_and_may_be_kept_for_ever(string accepts, string? encoding)
    {
        var script = Script().Match(await _client.GetStringAsync(new Uri("/", UriKind.Relative))).Value;
        using var answer = await Get(script, accepts);
        answer.Content.Headers.ContentEncoding.ShouldBe(encoding is null ? [] : [encoding]);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("text/javascript");
        answer.Headers.CacheControl!.ToString().ShouldContain("immutable");
        using var plain = await Get(script, "identity");
        (await Text(answer)).ShouldBe(await Text(plain));
    }

    [Fact]
    public async Task What_has_not_changed_is_not_sent_again_and_a_file_of_an_older_build_is_not_found()
    {
        using var first = await Get("/", "gzip");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/") { Headers = { IfNoneMatch = { first.Headers.ETag! } } };
        using var again = await _client.SendAsync(request);
        ((int)again.StatusCode).ShouldBe(304);
        again.Headers.GetValues("Content-Security-Policy").ShouldBe(first.Headers.GetValues("Content-Security-Policy"));
        (await _api.Get("/assets/index-older.js")).IsRefused(404, "not-found");
    }

    private Task<HttpResponseMessage> Get(string path, string accepts)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("Accept-Encoding", accepts);
        return _client.SendAsync(request);
    }

    private static async Task<string> Text(HttpResponseMessage answer)
    {
        var bytes = await answer.Content.ReadAsStreamAsync();
        using var reader = new StreamReader(answer.Content.Headers.ContentEncoding.SingleOrDefault() switch
        {
            "br" => new BrotliStream(bytes, CompressionMode.Decompress),
            "gzip" => new GZipStream(bytes, CompressionMode.Decompress),
            _ => bytes,
        });
        return await reader.ReadToEndAsync();
    }

    [GeneratedRegex("/assets/[^\"]+\\.js", RegexOptions.None, 60_000)]
    private static partial Regex Script();
}
