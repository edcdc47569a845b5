using System.Runtime.InteropServices;

namespace StreamActors.Cli;

/// <summary>Ctrl-C and SIGTERM end commands that run until interrupted; the exit code tells which.</summary>
internal sealed class Interrupt : IDisposable
{
    private readonly ManualResetEvent _came = new(false);
    private readonly PosixSignalRegistration[] _signals;

    public Interrupt(Action then)
    {
        void End(PosixSignalContext signal)
        {
            signal.Cancel = true;
            Code = signal.Signal == PosixSignal.SIGINT ? ExitCode.Interrupted : ExitCode.Terminated;
            _came.Set();
            then();
        }
        _signals = [PosixSignalRegistration.Create(PosixSignal.SIGINT, End), PosixSignalRegistration.Create(PosixSignal.SIGTERM, End)];
    }

    public bool Came => _came.WaitOne(0);

    public ExitCode Code { get; private set; } = ExitCode.Interrupted;

    /// <returns>Whether an interrupt came in this time.</returns>
    public bool Within(TimeSpan span) => _came.WaitOne(span);

    public void Dispose()
    {
        foreach (var signal in _signals)
            signal.Dispose();
        _came.Dispose();
    }
}
