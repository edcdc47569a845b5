using StreamActors.Domain.Workloads;
using StreamActors.Kernel;

namespace StreamActors.Streaming;

/// <summary>Whether a workload runs natively or with FFmpeg: as its option driver says, else natively where that is possible.</summary>
internal static class DriverChoice
{
    /// <exception cref="NotStartedException">It has to be native, and cannot.</exception>
    public static bool IsNative(OpenedAddress address, EntityId id)
    {
        if (address.Protocol.IsNative)
            return true;
        if (address.Is("driver", "ffmpeg"))
            return false;
        if (WhyNot(address) is not { } reason)
            return true;
        var need = address.Is("driver", "native") ? "driver=native" : SrtPlans.IsRendezvous(address) ? "mode=rendezvous" : null;
        return need is null ? false
            : throw new NotStartedException(new DriverEnd(ErrorClass.BadUrl, $"{need}: {reason} Then: {RetryCommand.Of(id)}"));
    }

    /// <returns>Why it cannot run natively, with the cure; null if it can.</returns>
    private static string? WhyNot(OpenedAddress address) => address.Protocol.OneTrackOfEach ? null
        : SrtPlans.Is(address) ? SrtPlans.WhyNotNative(address)
        : address.Protocol.ListensNatively && address.Listens ? null
        : address.Protocol.ListensNatively ? "StreamActors pulls RTMP with FFmpeg only. Set mode=listen or driver=ffmpeg, or leave it out."
        : $"{address.Protocol.Name} runs with FFmpeg only. Set driver=ffmpeg, or leave it out.";
}
