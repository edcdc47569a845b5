using System.Net;
using System.Net.Sockets;
using System.Text;

namespace StreamActors.Cli.Tests;

/// <summary>Responses of servers and proxies, byte by byte, and what the console makes of them.</summary>
public sealed class ServerConnectionSpecs
{
    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello and more")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2;some=thing\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\ncontent-length: 5\r\nX-Odd:\r\n\r\nhello")]
    [InlineData("HTTP/1.0 200 OK\r\n\r\nhello")]
    public void An_answer_is_read_however_it_is_framed(string sent) => Ask(sent).Body.ShouldBe("hello"u8.ToArray());

    [Fact]
    public void An_answer_without_a_body_has_none() => Ask("HTTP/1.1 204 No Content\r\n\r\n").Body.ShouldBeEmpty();

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhello", "the response ended early")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nhello", "the response ended early")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nwhat\r\n", "the response is not HTTP")]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n", "the response is not HTTP")]
    public void What_is_no_whole_answer_counts_as_none(string sent, string why)
    {
        var failure = Should.Throw<VerbFailedException>(() => Ask(sent));
        failure.Code.ShouldBe(ExitCode.Unreachable);
        failure.Message.ShouldContain(why);
    }

    [Theory]
    [InlineData("HTTP/1.1 301 Moved\r\nContent-Length: 0\r\n\r\n", ExitCode.Unreachable)]
    [InlineData("HTTP/1.1 502 Bad Gateway\r\nContent-Length: 4\r\n\r\noops", ExitCode.Failed)]
    [InlineData("HTTP/1.1 429 Slow\r\nContent-Length: 47\r\n\r\n{\"code\":\"too-many-requests\",\"detail\":\"Slowly!\"}", ExitCode.Refused)]
    public void Connection_failures_are_reported(string sent, object code) =>
    Should.Throw<VerbFailedException>(() => Ask(sent)).Code.ShouldBe((ExitCode)code);

    [Fact]
    public void A_change_that_may_have_been_carried_out_is_not_sent_twice() =>
        Should.Throw<VerbFailedException>(() => Ask("", static serverConnection => serverConnection.Post("/api/v1/keys/rotate-signing")))
            .Message.ShouldContain("the response ended early");

    private static Answer Ask(string sent) => Ask(sent, static serverConnection => serverConnection.Get("/api/v1/me"));

    private static Answer Ask(string sent, Func<ServerConnection, Answer> call)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var serving = Serve(listener, sent);
        try
        {
            using var serverConnection =
                new ServerConnection(new Target(new Uri($"http://{listener.LocalEndpoint}/"), null, IsDefault: false));
            return call(serverConnection);
        }
        finally
        {
            serving.Wait(Eventually.Timeout).ShouldBeTrue();
        }
    }

    private static async Task Serve(TcpListener listener, string sent)
    {
        using var client = await listener.AcceptTcpClientAsync();
        var stream = client.GetStream();
        using var reader = new StreamReader(stream, leaveOpen: true);
        while (await reader.ReadLineAsync() is { Length: > 0 })
        {
            // Reads the whole request.
        }
        await stream.WriteAsync(Encoding.ASCII.GetBytes(sent));
        client.Client.Shutdown(SocketShutdown.Send);
    }
}
