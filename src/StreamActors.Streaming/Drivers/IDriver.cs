using StreamActors.Domain.Workloads;

namespace StreamActors.Streaming;

/// <summary>A started piece of media work. It ends once, by itself or on request, with a reason.</summary>
internal interface IDriver
{
    /// <summary>Completes when nothing of it is left: no socket, no child, no thread in the relay.</summary>
    Task<DriverEnd> Ended { get; }

    /// <summary><c>native</c> or <c>ffmpeg</c>.</summary>
    string Name { get; }

    /// <summary>Rises with accepted media: by the relay from a source, by the destination from us.</summary>
    long Accepted { get; }

    /// <summary>Packets never sent to the destination.</summary>
    long Lost => 0;

    /// <summary>How far the destination is behind the stream; null if unknown.</summary>
    TimeSpan? Backlog => null;

    /// <summary>Its peer has gone: media cannot come, and the stall time is not waited for.</summary>
    bool IsPeerGone => false;

    /// <summary>Why no media moves, if it knows.</summary>
    string? WhyNothing => null;

    /// <summary>Media was accepted for the first time in this run.</summary>
    /// <param name="unhurried">The stall time allows progress every few seconds only; called again when that changes.</param>
    void IsProven(bool unhurried);

    /// <summary>Called a few times a second for the driver's own checks.</summary>
    void Check()
    {
    }

    /// <summary>Media stalls: ends with the cause if a message within that time tells it.</summary>
    bool EndsOfStall(string still, TimeSpan within) => false;

    /// <summary>Stops gracefully. <see cref="Ended"/> completes afterwards.</summary>
    void Stop();

    WorkloadFigures Figures(DateTimeOffset at, long incarnation);
}

/// <summary>Why a driver ended.</summary>
/// <param name="Anew">No failure: the stream has changed, and a new driver is to carry it.</param>
internal sealed record DriverEnd(ErrorClass Class, string Text, bool MayBeOurselves = false, bool Anew = false)
{
    /// <summary>Stopped on request; its class is not used.</summary>
    public static readonly DriverEnd Wanted = new(ErrorClass.EndedByPeer, "Stopped.");

    /// <summary>The exception of a fault of ours, for the log.</summary>
    public Exception? Exception { get; init; }

    /// <param name="what">What failed, such as "Sending".</param>
    public static DriverEnd Bug(string what, Exception failure) =>
        new(ErrorClass.Bug, $"{what} failed: {failure.Message}") { Exception = failure };

    public static DriverEnd Of(Ffmpeg.Diagnosis diagnosis) => new(diagnosis.Class, diagnosis.Sentence, diagnosis.MayBeOurselves);
}

/// <summary>A driver could not be started.</summary>
internal sealed class NotStartedException(DriverEnd end) : Exception(end.Text)
{
    public DriverEnd End { get; } = end;
}
