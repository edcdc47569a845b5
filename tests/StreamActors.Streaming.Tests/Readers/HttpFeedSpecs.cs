using System.IO.Pipelines;
using StreamActors.Control;
using StreamActors.Kernel;
using StreamActors.Media.Relay;
using StreamActors.Media.Tests.Streams;
using StreamActors.Testing;
using StreamActors.Testing.Peers;

namespace StreamActors.Streaming.Tests.Readers;

public sealed class HttpFeedSpecs : IDisposable, IFence, IReadKeys
{
    private readonly StandingClock _clock = new(); // a relay without new media for two seconds takes no readers
    private readonly RelayRegistry _relays;
    private readonly RelayHost _host;
    private readonly RelayReaders _readers;

    public HttpFeedSpecs()
    {
        _relays = new RelayRegistry(new RingLimits(TimeSpan.FromSeconds(60), 1, 4 << 20), _clock, this);
        _host = _relays.Claim("cam");
        _readers = new RelayReaders(new ReaderOptions(), _relays, this, _clock);
    }

    public bool MaySend => true;

    public bool IsReady => true;

    public IReadGrant? Find(string key, string input) => null;

    public void Dispose() => _relays.Dispose();

    [Fact]
    public async Task A_reader_that_does_not_keep_up_skips_and_another_gets_everything()
    {
        var (slow, quick) = (new Pipe(new PipeOptions(pauseWriterThreshold: 1, resumeWriterThreshold: 1)), new Pipe());
        var source = new Source();
        await Written(() => source.Pictures(30), () => _host.IsJoinable);
        using var one = Open();
        using var two = Open();
        using var stop = new CancellationTokenSource();
        var (first, second) = (one.Send(slow.Writer, stop.Token), two.Send(quick.Writer, stop.Token));
        var (received, written) = (new List<byte>(), 0);
        await Written(() =>
        {
            var pictures = source.Pictures(300);
            written += pictures.Length;
            return pictures;
        }, () =>
        {
            SpinWait.SpinUntil(HasKeptUp, Eventually.Timeout).ShouldBeTrue($"{received.Count} of {written} bytes");
            if (received.Count > 8 << 20 && slow.Reader.TryRead(out var taken)) // more than a ring behind
                slow.Reader.AdvanceTo(taken.Buffer.End);
            return _readers.Of("cam")[0].Skipped > 0;
        });
        _readers.Of("cam")[1].Skipped.ShouldBe(0);
        new Seen([.. received]).Gaps.ShouldBeEmpty();
        await stop.CancelAsync();
        await slow.Reader.CompleteAsync(); // as an aborted connection does
        await quick.Reader.CompleteAsync();
        await Task.WhenAll(first, second).WaitAsync(Eventually.Timeout);

        bool HasKeptUp()
        {
            while (quick.Reader.TryRead(out var read))
            {
                foreach (var piece in read.Buffer)
                    received.AddRange(piece.Span);
                quick.Reader.AdvanceTo(read.Buffer.End);
            }
            return received.Count > written - (1 << 20);
        }
    }

    [Fact]
    public async Task The_end_of_the_relay_ends_its_readers_when_they_have_all_of_it()
    {
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 64 << 20));
        await Written(() => new Source().Pictures(60), () => _host.IsJoinable);
        using var reader = Open();
        var sending = reader.Send(pipe.Writer, CancellationToken.None);
        await Eventually.Is(() => _readers.Of("cam")[0].Bytes > 0, () => "Nothing was sent.");
        _relays.Close("cam");
        await sending.WaitAsync(Eventually.Timeout);
    }

    private IRelayReading Open() => ((IRelayReaders)_readers).Open("http-ts", "192.0.2.7:1", "cam", new Grant()).Reading.ShouldNotBeNull();

    private async Task Written(Func<byte[]> pictures, Func<bool> until) => await Eventually.Is(() =>
    {
        _clock.Advance(TimeSpan.FromSeconds(0.2));
        _host.Live.Write(pictures());
        return until();
    }, () => $"{_host.Live.Health} {string.Join(' ', _readers.Of("cam"))}");

    private sealed class Grant : IReadGrant
    {
        public string Who => "local";

        public string? KeyName => null;

        public CancellationToken Over => default;

        public void Dispose()
        {
            // It holds nothing.
        }
    }
}
