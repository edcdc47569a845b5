using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using StreamActors.Testing;
using StreamActors.Testing.Peers;

namespace StreamActors.Streaming.Tests.Rtmp;

public sealed class RtmpListenerSpecs : IDisposable
{
    private readonly StandingClock _clock = new();
    private readonly IPEndPoint _address = new(IPAddress.Loopback, Ports.Tcp());
    private readonly RtmpListener _listener;

    public RtmpListenerSpecs() => _listener = new RtmpListener(_address, null, _clock, NullLogger.Instance);

    public void Dispose() => _listener.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(1000)]
    public async Task A_handshake_that_takes_too_long_is_ended(int sent)
    {
        await using var stream = TestPublisher.Dial(_address.Port);
        stream.Write([3, .. new byte[1536]], 0, sent);
        var reading = Task.Run(() => Read(stream));
        await Eventually.Is(() =>
        {
            _clock.Advance(TimeSpan.FromSeconds(3));
            return reading.IsCompleted;
        }, () => "It is still connected.");
        await reading;
    }

    [Fact]
    public async Task One_address_opens_some_connections_and_no_more()
    {
        var streams = Enumerable.Range(0, 40).Select(_ => TestPublisher.Dial(_address.Port)).ToList();
        var ended = streams.Select(s => Task.Run(() => Read(s))).ToList();
        await Eventually.Is(() => ended.Count(e => e.IsCompleted) >= 8, () => "More are let in.");
        ended.Count(e => e.IsCompleted).ShouldBe(8);
        foreach (var stream in streams)
            await stream.DisposeAsync();
    }

    [Fact]
    public async Task A_connection_that_cannot_be_served_ends_alone()
    {
        var address = new IPEndPoint(IPAddress.Loopback, Ports.Tcp());
        using var listener = new RtmpListener(address, null, new FailingClock(), NullLogger.Instance);
        await using var failing = TestPublisher.Dial(address.Port);
        await using var next = TestPublisher.Dial(address.Port);
        next.Write([3, .. new byte[1536]]);
        next.ReadExactly(new byte[1537]); // the handshake is answered
    }

    private static void Read(Stream stream)
    {
        try
        {
            while (stream.Read(new byte[4096]) > 0)
            {
            }
        }
        catch (IOException)
        {
            // Reset.
        }
    }

    /// <summary>Its first reading, on the thread that accepts connections, fails.</summary>
    private sealed class FailingClock : TimeProvider
    {
        private int _read;

        public override long GetTimestamp() =>
            Interlocked.Exchange(ref _read, 1) == 0 ? throw new InsufficientMemoryException() : base.GetTimestamp();
    }
}
