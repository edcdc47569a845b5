using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace StreamActors.Ffmpeg.Tests.Guard;

/// <summary>nginx as it is seen from outside: on an address of this machine that is not its loopback.</summary>
internal sealed class Outside : IAsyncDisposable
{
    public static readonly IPAddress Address = NetworkInterface.GetAllNetworkInterfaces()
        .SelectMany(card => card.GetIPProperties().UnicastAddresses).Select(address => address.Address)
        .First(address => address.AddressFamily == AddressFamily.InterNetwork && Reaches.Of(address) < Reach.LinkLocal);

    private readonly TcpListener _listener = new(Address, 0);

    public Outside(int inner)
    {
        _listener.Start();
        _ = Serve(inner);
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public ValueTask DisposeAsync()
    {
        _listener.Stop();
        return ValueTask.CompletedTask;
    }

    private async Task Serve(int inner)
    {
        try
        {
            while (true)
                _ = Carry(await _listener.AcceptTcpClientAsync(), inner);
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private static async Task Carry(TcpClient client, int inner)
    {
        using var both = client;
        using var server = new TcpClient();
        await server.ConnectAsync(IPAddress.Loopback, inner);
        await Task.WhenAny(client.GetStream().CopyToAsync(server.GetStream()), server.GetStream().CopyToAsync(client.GetStream()));
    }
}
