using System.Net.Sockets;
using StreamActors.Media.Srt;

namespace StreamActors.Media.Tests.Srt;

public sealed class SrtPortsSpecs
{
    [Fact]
    public void Callers_share_a_port_until_their_streams_exceed_the_rate_and_again_when_one_has_left()
    {
        var ports = new SrtPorts(10_000_000);
        var (one, first) = Open(ports, 4_000_000);
        var (two, second) = Open(ports, 4_000_000);
        var (three, third) = Open(ports, 4_000_000);
        two.LocalPort.ShouldBe(one.LocalPort);
        three.LocalPort.ShouldNotBe(one.LocalPort);
        (two.LocalPort, three.LocalPort).ShouldNotBe((0, 0));
        second.Dispose();
        var (four, fourth) = Open(ports, 6_000_000);
        four.LocalPort.ShouldBe(one.LocalPort);
        foreach (var lease in (IDisposable[])[first, third, fourth, one, two, three, four])
            lease.Dispose();
    }

    [Fact]
    public void A_library_that_is_missing_is_told_with_the_package_to_install() =>
        SrtLibrary.Load("libsrt-none.so.1").ShouldBe(
            "SRT needs libsrt 1.5 (libsrt-none.so.1), which is not installed. Debian's package is libsrt1.5-gnutls.");

    private static (SrtSocket Socket, IDisposable Lease) Open(SrtPorts ports, long rate) =>
        ports.Open(new SrtOptions(), AddressFamily.InterNetwork, rate);
}
