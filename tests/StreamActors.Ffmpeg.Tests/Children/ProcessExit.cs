using Microsoft.Win32.SafeHandles;

namespace StreamActors.Ffmpeg.Tests.Children;

/// <summary>Waits for the end of a process that is not our child, without polling.</summary>
internal sealed unsafe class ProcessExit : IDisposable
{
    private readonly SafeFileHandle _pid;

    private ProcessExit(SafeFileHandle pid) => _pid = pid;

    public static ProcessExit Of(int pid)
    {
        var descriptor = Libc.OpenPid(pid);
        descriptor.ShouldBeGreaterThanOrEqualTo(0, $"there is no process {pid}");
        return new ProcessExit(new SafeFileHandle(descriptor, ownsHandle: true));
    }

    public bool Ends(TimeSpan within)
    {
        var entry = new Libc.PollEntry { Descriptor = (int)_pid.DangerousGetHandle(), Wanted = Libc.PollIn };
        return Libc.Poll(&entry, 1, (int)within.TotalMilliseconds) == 1;
    }

    public void Dispose() => _pid.Dispose();
}
