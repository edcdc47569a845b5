using StreamActors.Domain.Workloads;

namespace StreamActors.Streaming;

/// <summary>Media work that has been started. It ends once, by itself or because it was asked to, and says why.</summary>
internal interface IDriver
{
    /// <summary>Completes when nothing of it is left: no socket, no child, no thread in the relay.</summary>
    Task<DriverEnd> Ended { get; }

    /// <summary><c>native</c> or <c>ffmpeg</c>.</summary>
    string Name { get; }

    /// <summary>Rises with what was taken: by the relay from a source, by the destination from us.</summary>
    long Accepted { get; }

    /// <summary>Packets that the destination never got.</summary>
    long Lost => 0;

    /// <summary>How far the destination is behind the stream; null where that is not known.</summary>
    TimeSpan? Backlog => null;

    /// <summary>Media has been accepted for the first time in this run.</summary>
    /// <param name="unhurried">It is watched with enough patience for figures that come every few seconds; said again where that changes.</param>
    void IsProven(bool unhurried);

    /// <summary>Called a few times a second, for whatever it has to look after itself.</summary>
    void Look()
    {
    }

    /// <summary>Nothing moves: where something that it was told within that time says why, it ends of that.</summary>
    bool EndsOfStall(string still, TimeSpan within) => false;

    /// <summary>Goes in good order. <see cref="Ended"/> says when.</summary>
    void Stop();

    WorkloadFigures Figures(DateTimeOffset at, long incarnation);
}

/// <summary>Why a driver ended.</summary>
/// <param name="Anew">It has not failed: what it carried has become something else, and another is to carry that.</param>
internal sealed record DriverEnd(ErrorClass Class, string Text, bool MayBeOurselves = false, bool Anew = false)
{
    /// <summary>It was asked to. The class is looked at by nobody.</summary>
    public static readonly DriverEnd Wanted = new(ErrorClass.EndedByPeer, "Stopped.");

    public static DriverEnd Of(Ffmpeg.Diagnosis diagnosis) => new(diagnosis.Class, diagnosis.Sentence, diagnosis.MayBeOurselves);
}

/// <summary>A driver could not be started at all.</summary>
internal sealed class NotStartedException(DriverEnd end) : Exception(end.Text)
{
    public DriverEnd End { get; } = end;
}
