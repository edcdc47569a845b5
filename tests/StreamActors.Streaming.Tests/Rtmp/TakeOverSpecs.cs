using System.Collections.Immutable;
using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using StreamActors.Domain.Addresses;
using StreamActors.Testing.Peers;

namespace StreamActors.Streaming.Tests.Rtmp;

/// <summary>Publishers that replace each other while the first one cannot leave yet.</summary>
public sealed class TakeOverSpecs
{
    [Fact]
    public async Task One_publisher_at_a_time_feeds_the_input_however_many_wait()
    {
        await using var testEngine = new TestEngine();
        using var clock = new HoldingClock();
        using var listeners = new RtmpListeners(new RtmpOptions(), Path.GetTempPath(), new InputsElsewhere(() => [], "here", testEngine,
            testEngine.Inputs, new PlainVault(), clock), testEngine.Engine.AllReaders, clock, NullLogger.Instance);
        testEngine.Inputs.Create("cam", new Address("rtmp://0.0.0.0/live")
        {
            Options = ImmutableSortedDictionary<string, string>.Empty.Add("mode", "listen").Add("second-publisher", "take-over"),
        });
        var (port, host) = (Ports.Tcp(), testEngine.Engine.Relays.Claim("cam"));
        var ingest = PublisherIngest.Start(host, new InputLanding(testEngine.Inputs, "cam", "here", run: 1, clock),
            own => listeners.Open(new IPEndPoint(IPAddress.Loopback, port), new RtmpRoute("live", "one"), own));
        using var first = TestPublisher.Connect(port, "live", "one").Accepted();
        first.SendSound(50);
        await Eventually.Is(() => host.Live.Published > 0, () => "nothing comes");
        clock.Hold();
        first.SendSound(1);
        await Eventually.Is(() => clock.Holds, () => "the first publisher goes on");

        using var second = TestPublisher.Connect(port, "live", "one").Accepted();
        using var third = TestPublisher.Connect(port, "live", "one").Accepted();
        foreach (var waiting in (TestPublisher[])[second, third])
        {
            waiting.UntilRefused();
            waiting.Refusal!.Description.ShouldBe("The publisher before has not ended yet.");
        }
        clock.Release();
        first.UntilRefused();
        using var fourth = TestPublisher.Connect(port, "live", "one").Accepted();
        var before = host.Live.Published;
        fourth.SendSound(50);
        await Eventually.Is(() => host.Live.Published > before, () => "nothing comes of the fourth publisher");
        ingest.Ended.IsCompleted.ShouldBeFalse();
        ingest.Stop();
        (await ingest.Ended).ShouldBe(DriverEnd.Wanted);
    }

    /// <summary>Holds the first thread that reads it: that of a publisher whose media have come.</summary>
    private sealed class HoldingClock : TimeProvider, IDisposable
    {
        private readonly ManualResetEventSlim _released = new();
        private int _armed;

        public bool Holds { get; private set; }

        public void Hold() => Volatile.Write(ref _armed, 1);

        public void Release() => _released.Set();

        public override long GetTimestamp()
        {
            if (Interlocked.Exchange(ref _armed, 0) == 1)
            {
                Holds = true;
                _released.Wait();
            }
            return base.GetTimestamp();
        }

        public void Dispose()
        {
            _released.Set();
            _released.Dispose();
        }
    }
}
