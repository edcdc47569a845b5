using StreamActors.Domain.Addresses;

namespace StreamActors.Domain.Tests.Addresses;

public sealed class HttpHeaderSpecs
{
    [Theory]
    [InlineData("Authorization: Bearer abc\nX-Site: 7\r\n", 2)]
    [InlineData("Host: inner.example", 1)]
    [InlineData("X-Name: ü: |'\"\\%0d%0a", 1)]
    public void Headers_are_read_one_a_line(string text, int count) => HttpHeaders.Parse(text).ShouldNotBeNull().Count.ShouldBe(count);

    [Theory]
    [InlineData("")]
    [InlineData("no colon")]
    [InlineData(" X: y")]
    [InlineData("X : y")]
    [InlineData("X: y\rZ: z")]
    [InlineData("X: y\0")]
    [InlineData("X: y\u0085Z: z")]
    [InlineData("X: y\nx: z")]
    [InlineData("Content-Length: 5")]
    [InlineData("transfer-encoding: chunked")]
    [InlineData("Proxy-Authorization: Basic eDp5")]
    [InlineData("Connection: upgrade")]
    public void What_is_no_header_or_is_of_the_connection_is_refused(string text) => HttpHeaders.Parse(text).ShouldBeNull();
}
