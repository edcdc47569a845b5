using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using StreamActors.Domain.Addresses;
using StreamActors.Domain.Workloads;
using StreamActors.Testing;
using StreamActors.Testing.Peers;

namespace StreamActors.Streaming.Tests.Rtmp;

public sealed class RtmpListenerSpecs : IAsyncDisposable
{
    private readonly TestEngine _testEngine = new();
    private readonly StandingClock _clock = new();
    private readonly IPEndPoint _address = new(IPAddress.Loopback, Ports.Tcp());
    private readonly RtmpListener _listener;

    public RtmpListenerSpecs() => _listener = Listener(_address, _clock);

    public ValueTask DisposeAsync()
    {
        _listener.Dispose();
        return _testEngine.DisposeAsync();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1000)]
    public async Task A_handshake_that_takes_too_long_is_ended(int sent)
    {
        await using var stream = TestPublisher.Dial(_address.Port);
        stream.Write([3, .. new byte[1536]], 0, sent);
        var reading = Read(stream);
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
        var streams = Enumerable.Range(0, 136).Select(_ => TestPublisher.Dial(_address.Port)).ToList();
        var ended = streams.Select(Read).ToList();
        await Eventually.Is(() => ended.Count(e => e.IsCompleted) >= 8, () => "More are let in.");
        ended.Count(e => e.IsCompleted).ShouldBe(8);
        foreach (var stream in streams)
            await stream.DisposeAsync();
    }

    [Fact]
    public async Task Two_hundred_connections_that_say_nothing_keep_no_publisher_out()
    {
        await using var testEngine = new TestEngine();
        var port = Ports.Tcp();
        var input = testEngine.Wake(WorkloadId.Ingest("one").EntityId);
        var address = new Address($"rtmp://127.0.0.1:{port}/live") { Options = new Address("").Options.Add("mode", "listen") };
        testEngine.Inputs.Create("one", address);
        input.Effects.Perform(new StartMedia(new WorkloadSpec(WorkloadType.Ingest, "one", address, TimeSpan.FromSeconds(10))), 5);
        await Ports.Listens(port, () => "It does not listen.");
        var idle = Enumerable.Range(0, 200).Select(_ => TestPublisher.Dial(port)).ToList();
        TestPublisher.Connect(port, "live", "any").Accepted().Dispose();
        foreach (var stream in idle)
            await stream.DisposeAsync();
        await input.DisposeAsync();
    }

    [Fact]
    public async Task A_peer_that_reads_a_little_now_and_then_holds_a_write_no_longer_than_its_limit()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        await using var peer = TestPublisher.Dial(((IPEndPoint)listener.LocalEndpoint).Port);
        using var socket = await listener.AcceptSocketAsync();
        socket.Blocking = false;
        await using var stream = new PolledStream(socket, _ => { }, _clock);
        var writing = Task.Run(() => stream.Write(new byte[64 << 20]));
        var buffer = new byte[64 << 10];
        await Eventually.Is(() =>
        {
            peer.ReadExactly(buffer);
            _clock.Advance(TimeSpan.FromSeconds(1));
            return writing.IsCompleted;
        }, () => "It is still written.");
        (await Should.ThrowAsync<IOException>(writing)).Message.ShouldBe("The other side does not read.");
    }

    [Fact]
    public async Task A_connection_that_cannot_be_served_ends_alone()
    {
        var address = new IPEndPoint(IPAddress.Loopback, Ports.Tcp());
        using var listener = Listener(address, new FailingClock());
        await using var failing = TestPublisher.Dial(address.Port);
        await using var next = TestPublisher.Dial(address.Port);
        next.Write([3, .. new byte[1536]]);
        next.ReadExactly(new byte[1537]); // the handshake is answered
        (await failing.ReadAsync(new byte[1])).ShouldBe(0); // and this one is closed, not left to the finalizer
    }

    private RtmpListener Listener(IPEndPoint address, TimeProvider clock) => new(address, null,
        new InputsElsewhere(() => [], "here", _testEngine, _testEngine.Inputs, new PlainVault(), clock), _testEngine.Engine.AllReaders,
        clock, NullLogger.Instance);

    private static async Task Read(Stream stream)
    {
        try
        {
            while (await stream.ReadAsync(new byte[4096]) > 0)
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
