using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using StreamActors.Server;
using StreamActors.Testing;
using StreamActors.Testing.Peers;

namespace StreamActors.Http.Tests;

/// <summary>HTTPS with certificate files, as curl, openssl and browsers use it.</summary>
public sealed class HttpsSpecs : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sa-https-").FullName;
    private ApiServer _api = null!;
    private int _connections;
    private string _serial = null!;

    private string Certificate => Path.Combine(_folder, "cert.pem");

    private string Key => Path.Combine(_folder, "key.pem");

    private Uri Url => _api.Http.BaseAddress!;

    public async Task InitializeAsync()
    {
        _serial = PemFiles.Write(Certificate, Key);
        _api = await ApiServer.Open(http: h => h with { Certificate = Certificate, Key = Key });
    }

    public async Task DisposeAsync()
    {
        await _api.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Curl_speaks_HTTP_2_with_it_and_trusts_the_certificate_and_an_older_TLS_is_refused()
    {
        Url.Scheme.ShouldBe("https");
        string[] call = ["-sS", "--max-time", "20", "--cacert", Certificate, "-H", $"X-API-Key: {_api.LocalKey}",
            "-w", "\n%{http_version} %{http_code}"];
        (await Ran("curl", [.. call, "--http2", $"{Url}api/v1/me"])).ShouldEndWith("\n2 200");
        (await Ran("curl", [.. call, "--http1.1", $"{Url}api/v1/me"])).ShouldEndWith("\n1.1 200");
        string[] connect = ["s_client", "-connect", Url.Authority, "-CAfile", Certificate, "-brief"];
        (await Ran("openssl", [.. connect, "-tls1_2"])).ShouldContain("Protocol version: TLSv1.2");
        (await Ran("openssl", [.. connect, "-tls1_3"])).ShouldContain("Protocol version: TLSv1.3");
        (await Ran("openssl", [.. connect, "-tls1_1", "-cipher", "ALL:@SECLEVEL=0"])).ShouldContain("alert protocol version");
    }

    [Fact]
    public async Task The_live_feed_is_a_WebSocket_over_HTTP_2_too()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var socket = new ClientWebSocket();
        socket.Options.HttpVersion = HttpVersion.Version20;
        socket.Options.HttpVersionPolicy = HttpVersionPolicy.RequestVersionExact;
        socket.Options.SetRequestHeader("X-API-Key", _api.LocalKey);
        using var invoker = new HttpMessageInvoker(Trusting());
        await socket.ConnectAsync(new UriBuilder(Url) { Scheme = "wss", Path = "/api/v1/live" }.Uri, invoker, limit.Token);
        var buffer = new byte[8192];
        var received = await socket.ReceiveAsync(buffer, limit.Token);
        Encoding.UTF8.GetString(buffer, 0, received.Count).ShouldContain("\"snapshot\":true");
    }

    [Fact]
    public async Task A_changed_certificate_is_used_for_new_connections_and_open_ones_go_on()
    {
        using var open = new HttpClient(Trusting()) { BaseAddress = Url, DefaultRequestHeaders = { { "X-API-Key", _api.LocalKey } } };
        (await open.GetAsync("/api/v1/me")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await Serial()).ShouldBe(_serial);
        var next = PemFiles.Write(Certificate, Key);
        await ApiServer.Until(async () => await Serial() == next);
        (await open.GetAsync("/api/v1/me")).StatusCode.ShouldBe(HttpStatusCode.OK);
        _connections.ShouldBe(1, "the open connection was used again");
        (await open.GetStringAsync("/metrics")).ShouldContain("streamactors_certificate_expires_in_seconds{use=\"https\"} 2");
    }

    [Fact]
    public async Task A_pair_that_does_not_fit_refuses_the_start_and_names_both_files()
    {
        PemFiles.Write(Path.Combine(_folder, "another.pem"), Path.Combine(_folder, "other.pem"));
        var refusal = await Should.ThrowAsync<StartRefusedException>(
            ApiServer.Open(http: h => h with { Certificate = Certificate, Key = Path.Combine(_folder, "other.pem") }));
        refusal.Code.ShouldBe(ExitCode.Configuration);
        refusal.Message.ShouldBe($"HTTPS (http.certificate, http.key): {_folder}/other.pem is not the private key of the first certificate "
            + $"in {Certificate}.");
    }

    [Fact]
    public async Task The_session_cookie_is_for_TLS_only()
    {
        using var client = new HttpClient(Trusting()) { BaseAddress = Url, DefaultRequestHeaders = { { "X-API-Key", _api.LocalKey } } };
        using var user = Json("""{"id":"ann","role":"viewer","password":"correct horse battery"}""");
        (await client.PostAsync("/api/v1/users", user)).StatusCode.ShouldBe(HttpStatusCode.Created);
        using var login = Json("""{"user":"ann","password":"correct horse battery","cookie":true}""");
        using var answer = await client.PostAsync("/api/v1/login", login);
        var cookie = answer.Headers.GetValues("Set-Cookie").Single();
        cookie.ShouldStartWith("__Host-streamactors-");
        cookie.ShouldContain("; secure", Case.Insensitive);
    }

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");

    private SocketsHttpHandler Trusting() => new()
    {
        UseCookies = false,
        SslOptions = { RemoteCertificateValidationCallback = (_, _, _, _) => Interlocked.Increment(ref _connections) > 0 },
    };

    private async Task<string> Serial()
    {
        using var client = new TcpClient();
        await client.ConnectAsync(Url.Host, Url.Port);
        await using var tls = new SslStream(client.GetStream(), leaveInnerStreamOpen: false, (_, _, _, _) => true);
        await tls.AuthenticateAsClientAsync("localhost");
        using var certificate = X509CertificateLoader.LoadCertificate(tls.RemoteCertificate!.GetRawCertData());
        return certificate.SerialNumber;
    }

    /// <summary>What it said, whether it ended well or not.</summary>
    private static async Task<string> Ran(string program, params string[] arguments)
    {
        await using var process = PeerProcess.Start(program, arguments);
        process.Input.Close();
        await process.Ended();
        return process.Story.TrimEnd();
    }
}
