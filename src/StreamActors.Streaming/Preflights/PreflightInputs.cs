using StreamActors.Control;
using StreamActors.Domain.Addresses;
using StreamActors.Kernel;
using StreamActors.Media.Mpegts;

namespace StreamActors.Streaming;

/// <summary>Receives from a source for some seconds, into a relay of its own that nobody reads.</summary>
internal sealed class PreflightInputs(Drivers drivers, RelayRegistry relays, TimeProvider time)
{
    /// <summary>Names FFmpeg's log of all checks.</summary>
    private static readonly EntityId Id = new("preflight", "input");

    private static readonly TimeSpan MediaTimeout = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Long enough for two rounds of tables, and for a bit rate.</summary>
    private static readonly TimeSpan MediaTime = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    private long _count;

    public async Task Try(OpenedAddress address, IPreflightReport report, CancellationToken stop)
    {
        var relay = $"preflight~{Interlocked.Increment(ref _count)}"; // no id of an input
        IDriver? driver = null;
        try
        {
            driver = await drivers.StartInput(Id, relay, address, drivers.Landing(relay, 0), stop);
            await Watch(driver, relays.Claim(relay), address, report, stop);
        }
        finally
        {
            driver?.Stop();
            if (driver is not null)
                await Task.WhenAny(driver.Ended, Task.Delay(StopTimeout, time, CancellationToken.None));
            relays.Close(relay);
        }
    }

    private async Task Watch(IDriver driver, RelayHost host, OpenedAddress address, IPreflightReport report, CancellationToken stop)
    {
        var began = time.GetTimestamp();
        long? mediaSince = null;
        while (!driver.Ended.IsCompleted && !IsEnough() && time.GetElapsedTime(began) < MediaTimeout)
        {
            if (mediaSince is null && driver.Accepted > 0)
            {
                mediaSince = time.GetTimestamp();
                report.Ok("connection", address.Protocol.Native == NativeDriver.Datagrams
                    ? $"Media arrives on port {address.Target.Port}." : "The source answers, and media arrives.");
            }
            await Task.WhenAny(driver.Ended, Task.Delay(Interval, time, stop));
            stop.ThrowIfCancellationRequested();
        }
        if (driver.Ended.IsCompleted && (mediaSince is null || host.Live.Layout.Number == 0))
            throw new NotStartedException(await driver.Ended);
        if (mediaSince is not null)
            Media(host, report);
        else
            Nothing(driver, address, report);

        bool IsEnough() => mediaSince is { } since && time.GetElapsedTime(since) >= MediaTime && host.Live.Layout.Number > 0;
    }

    private void Nothing(IDriver driver, OpenedAddress address, IPreflightReport report)
    {
        var seconds = $"{MediaTimeout.TotalSeconds:0} s";
        if (address.Protocol.Native == NativeDriver.Datagrams)
            report.Warn("media", $"The port {address.Target.Port} is open, and nothing was received on it for {seconds}.",
                "Start the sender, and check its address, the multicast group and the firewall.");
        else if (driver.Figures(time.GetUtcNow(), 0).Links.Count > 0)
            report.Warn("media", $"The other side is connected, and sent nothing for {seconds}.", "Start the encoder at the other side.");
        else
            report.Fail("connection", driver.WhyNothing ?? $"No media came for {seconds}.",
                "Check the host, the port, the path and the firewall, and that the other side sends now.");
    }

    private static void Media(RelayHost host, IPreflightReport report)
    {
        var codings = host.Live.Layout.Programs.SelectMany(p => p.Streams).Select(s => s.Coding).ToList();
        report.Streams = [.. codings.OrderByDescending(c => c.IsVideo()).ThenByDescending(c => c.IsAudio()).Select(NameOf)];
        var rate = host.Live.Health.BitsPerSecond is > 0 and var bits ? FormattableString.Invariant($", {bits / 1e6:0.0} Mbit/s") : "";
        if (codings.Count == 0)
            report.Fail("media", "Data arrives, but no MPEG-TS with video or audio.", "Let the other side send MPEG-TS.");
        else if (!codings.Exists(c => c.IsVideo()) || !codings.Exists(c => c.IsAudio()))
            report.Warn("media", $"{string.Join(", ", report.Streams)}{rate}: there is no "
                + $"{(codings.Exists(c => c.IsVideo()) ? "audio" : "video")}.", "Add it at the encoder if the destinations need it.");
        else
            report.Ok("media", $"{string.Join(", ", report.Streams)}{rate}.");
    }

    private static string NameOf(StreamCoding coding) => coding switch
    {
        StreamCoding.H264 => "H.264",
        StreamCoding.Hevc => "HEVC",
        StreamCoding.Vvc => "VVC",
        StreamCoding.Mpeg2Video => "MPEG-2 video",
        StreamCoding.MpegAudio => "MPEG audio",
        StreamCoding.Aac => "AAC",
        StreamCoding.Ac3 => "AC-3",
        StreamCoding.Eac3 => "E-AC-3",
        StreamCoding.Scte35 => "SCTE-35",
        _ => coding.ToString(),
    };
}
