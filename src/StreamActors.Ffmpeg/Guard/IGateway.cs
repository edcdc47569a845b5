using StreamActors.Kernel;

namespace StreamActors.Ffmpeg;

/// <summary>
/// The proxy of one run, which checks each connection FFmpeg makes. It listens on loopback for as long as the run lasts, and requires the
/// run's password.
/// </summary>
internal interface IGateway : IAsyncDisposable
{
    /// <summary>Generated for this run, never printed.</summary>
    Secret Password { get; }

    /// <summary>Why the newest connection was refused; null after one that succeeded. FFmpeg itself only sees the refusal.</summary>
    Diagnosis? Trouble { get; }

    /// <summary>The same child, with its traffic directed through the gateway.</summary>
    ChildStart Through(ChildStart start);
}
