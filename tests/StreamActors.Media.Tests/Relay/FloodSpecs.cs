using StreamActors.Media.Relay;
using StreamActors.Media.Tests.Streams;
using StreamActors.Testing;

namespace StreamActors.Media.Tests.Relay;

/// <summary>Measures the memory of the whole process, so no other test may run in parallel.</summary>
[Collection(nameof(Alone))]
public sealed class FloodSpecs
{
    private readonly StandingClock _clock = new();

    [Fact]
    public void Every_PID_there_is_and_floods_of_new_tables_leave_it_bounded()
    {
        var pool = new ChunkPool();
        using var relay = new LiveRelay(pool, RingLimits.Default with { CapBytes = 1 << 20 }, _clock);
        // Afterwards every PID has all the state it can have.
        for (var round = 0; round < 3; round++)
            Flood(relay, round);
        var before = GC.GetTotalMemory(true);
        for (var round = 3; round < 9; round++)
            Flood(relay, round);
        (GC.GetTotalMemory(true) - before).ShouldBeLessThan(1 << 20);
        relay.Health.LeftOut.ShouldBeTrue();
        relay.Health.Pids.Length.ShouldBeLessThanOrEqualTo(256);
        relay.Health.Programs.Length.ShouldBeLessThanOrEqualTo(128);
    }

    private void Flood(LiveRelay relay, int round)
    {
        var mux = new Mux();
        for (var version = 0; version < 40; version++)
        {
            mux.Pat(version & 31, [.. Enumerable.Range(1, 250).Select(n => (n + (version % 3), 0x20 + ((n + version + round) % 0x1F00)))]);
            for (var n = 1; n < 20; n++)
                mux.Psi(0x20 + ((n + version + round) % 0x1F00),
                    Mux.PmtSection(n, version & 31, 0x33,
                        [.. Enumerable.Range(0, 190).Select(i => ((byte)0x1B, (n * 190) + i + version))]));
            relay.Write(mux.Cut());
        }
        for (var pid = 0; pid < 8192; pid++)
            mux.Packet(pid, true, [0, 0, 1, 0xE0, 0, 0, 0x80, 0xC0, 10, 0x31]);
        relay.Write(mux.Cut());
        _clock.Advance(TimeSpan.FromSeconds(1));
        relay.Idle();
    }
}

[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
