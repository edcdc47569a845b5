using StreamActors.Domain.Addresses;
using StreamActors.Domain.Workloads;
using StreamActors.Kernel;

namespace StreamActors.Streaming;

/// <summary>Whether a workload runs natively or with FFmpeg: as its option driver says, else natively where that is possible.</summary>
internal static class DriverChoice
{
    /// <returns>None: FFmpeg.</returns>
    /// <exception cref="NotStartedException">It has to be native, and cannot.</exception>
    public static NativeDriver Of(OpenedAddress address, EntityId id)
    {
        if (address.Is("driver", "ffmpeg"))
            return NativeDriver.None;
        if (WhyNot(address) is not { } reason)
            return address.Protocol.Native;
        var need = address.Is("driver", "native") ? "driver=native" : SrtPlans.IsRendezvous(address) ? "mode=rendezvous"
            : address.IsOnSharedPort ? "Without a port in its URL" : null;
        return need is null ? NativeDriver.None
            : throw new NotStartedException(new DriverEnd(ErrorClass.BadUrl, $"{need}: {reason} Then: {RetryCommand.Of(id)}"));
    }

    /// <returns>Why it cannot run natively, with the cure; null if it can.</returns>
    private static string? WhyNot(OpenedAddress address) => address.Protocol.Native switch
    {
        NativeDriver.Datagrams => null,
        NativeDriver.Srt => SrtPlans.WhyNotNative(address),
        NativeDriver.Rtmp when address.IsIngest => address.Listens ? null
            : "StreamActors pulls RTMP with FFmpeg only. Set mode=listen or driver=ffmpeg, or leave it out.",
        NativeDriver.Rtmp => null,
        _ => $"{address.Protocol.Name} runs with FFmpeg only. Set driver=ffmpeg, or leave it out.",
    };
}
