using StreamActors.Control;
using StreamActors.Domain.Access;
using StreamActors.Kernel;
using StreamActors.Media.Relay;
using StreamActors.Media.Tests.Streams;
using StreamActors.Testing;
using StreamActors.Testing.Peers;

namespace StreamActors.Streaming.Tests.Readers;

public sealed class RelayReadersSpecs : IDisposable, IFence, IReadKeys
{
    private readonly StandingClock _clock = new(); // a relay without new media for two seconds takes no readers
    private readonly RelayRegistry _relays;
    private readonly CancellationTokenSource _revoked = new();

    public RelayReadersSpecs() =>
        _relays = new RelayRegistry(new RingLimits(TimeSpan.FromSeconds(4), 2, 32 << 20), _clock, this);

    public bool MaySend => true;

    public bool IsReady { get; private set; } = true;

    public IReadGrant? Find(string key, string input) =>
        key == "sa_wrong" ? null : new Grant($"key:{key[3..]}", _revoked.Token);

    public void Dispose()
    {
        _relays.Dispose();
        _revoked.Dispose();
    }

    [Fact]
    public async Task A_reader_needs_a_key_and_an_input_on_air_and_is_listed_until_it_has_gone()
    {
        var readers = New(new ReaderOptions());
        readers.Admit("srt", "192.0.2.7:9000", "cam", "sa_wrong").Refusal.ShouldBe(ReadRefusal.Key);
        readers.Admit("srt", "192.0.2.7:9000", "cam", "sa_right").Refusal.ShouldBe(ReadRefusal.NotOnAir);
        var host = await OnAir("cam");
        using (var reader = readers.Admit("srt", "192.0.2.7:9000", "cam", "sa_right").Reader.ShouldNotBeNull())
        {
            reader.Report(1880, 3);
            var shown = readers.Of("cam").ShouldHaveSingleItem();
            (shown.Protocol, shown.Peer, shown.Who, shown.Key, shown.Bytes, shown.Skipped)
                .ShouldBe(("srt", "192.0.2.7:9000", "key:right", "lobby", 1880, 3));
            readers.Of("other").ShouldBeEmpty();
            host.Figures().Connections.ShouldBe(1);
            readers.Totals.ShouldBe([new ReaderTotal("srt", 1, 1880, 3)]);
        }
        readers.Of("cam").ShouldBeEmpty();
        host.Figures().Connections.ShouldBe(0);
        readers.Totals.ShouldBe([new ReaderTotal("srt", 0, 1880, 3)]);
    }

    [Fact]
    public async Task A_reader_ends_with_its_key_and_when_an_operator_disconnects_it()
    {
        var readers = New(new ReaderOptions());
        await OnAir("cam");
        using var one = readers.Admit("srt", "192.0.2.7:1", "cam", "sa_right").Reader.ShouldNotBeNull();
        using var two = readers.Admit("rtmp", "192.0.2.7:2", "cam", "sa_right").Reader.ShouldNotBeNull();
        readers.Disconnect("other", one.Id).ShouldBeFalse();
        readers.Disconnect("cam", one.Id).ShouldBeTrue();
        (one.Over.IsCancellationRequested, two.Over.IsCancellationRequested).ShouldBe((true, false));
        await _revoked.CancelAsync();
        two.Over.IsCancellationRequested.ShouldBeTrue();
    }

    [Fact]
    public async Task There_are_as_many_readers_as_the_limits_allow_with_one_key_and_in_all()
    {
        var readers = New(new ReaderOptions { Most = 3, MostPerKey = 2 });
        await OnAir("cam");
        (RelayReader? Reader, ReadRefusal Refusal) Admit(string key) => readers.Admit("srt", "192.0.2.7:1", "cam", key);
        using var one = Admit("sa_one").Reader.ShouldNotBeNull();
        using (Admit("sa_one").Reader.ShouldNotBeNull())
            Admit("sa_one").Refusal.ShouldBe(ReadRefusal.TooMany);
        using var two = Admit("sa_one").Reader.ShouldNotBeNull();
        using var three = Admit("sa_two").Reader.ShouldNotBeNull();
        Admit("sa_two").Refusal.ShouldBe(ReadRefusal.TooMany);
    }

    [Fact]
    public async Task Before_the_keys_are_known_a_reader_is_not_told_that_its_key_is_wrong()
    {
        var readers = New(new ReaderOptions());
        await OnAir("cam");
        IsReady = false;
        readers.Admit("srt", "192.0.2.7:1", "cam", "sa_right").Refusal.ShouldBe(ReadRefusal.NotReady);
        readers.Admit("srt", "192.0.2.7:1", "cam", "sa_wrong").Refusal.ShouldBe(ReadRefusal.NotReady);
        IsReady = true;
        using var reader = readers.Admit("srt", "192.0.2.7:1", "cam", "sa_right").Reader.ShouldNotBeNull();
    }

    [Fact]
    public async Task Previews_have_a_limit_of_their_own_and_are_readers_too()
    {
        var readers = new RelayReaders(new ReaderOptions { Most = 2 }, _relays, this, _clock, new PreviewOptions { Most = 1 });
        await OnAir("cam");
        (RelayReader? Reader, ReadRefusal Refusal) Admit(string protocol) => readers.Admit(protocol, "192.0.2.7:1", "cam", "sa_one");
        using (Admit(PageReading.Preview).Reader.ShouldNotBeNull())
        {
            Admit(PageReading.Preview).Refusal.ShouldBe(ReadRefusal.TooMany);
            (readers.HasRoom(PageReading.Preview, "key:two"), readers.HasRoom("srt", "key:two")).ShouldBe((false, true));
            using var player = Admit("srt").Reader.ShouldNotBeNull();
            Admit("srt").Refusal.ShouldBe(ReadRefusal.TooMany);
        }
        using var next = Admit(PageReading.Preview).Reader.ShouldNotBeNull();
    }

    private RelayReaders New(ReaderOptions options) => new(options, _relays, this, _clock);

    private async Task<RelayHost> OnAir(string input)
    {
        var host = _relays.Claim(input);
        host.Live.Write(new Source().Pictures(60));
        await Eventually.Is(() =>
        {
            _clock.Advance(TimeSpan.FromSeconds(0.5));
            host.Live.Idle();
            return host.IsJoinable;
        }, () => $"{host.Live.Health}");
        return host;
    }

    private sealed record Grant(string Who, CancellationToken Over) : IReadGrant
    {
        public string? KeyName => "lobby";

        public void Dispose()
        {
            // It holds nothing.
        }
    }
}
