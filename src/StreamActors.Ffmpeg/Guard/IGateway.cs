using StreamActors.Kernel;

namespace StreamActors.Ffmpeg;

/// <summary>
/// What the traffic of one run goes through, so that each step of it is judged. It listens on loopback while the run lasts, answers only to whoever
/// has the run's password, and is closed with it.
/// </summary>
internal interface IGateway : IAsyncDisposable
{
    /// <summary>Made for this run, and never printed.</summary>
    Secret Password { get; }

    /// <summary>Why the newest connection was not made; null once one was. FFmpeg hears of it only as a refusal.</summary>
    Diagnosis? Trouble { get; }

    /// <summary>The same child, sent this way.</summary>
    ChildStart Through(ChildStart start);
}
