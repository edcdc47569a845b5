using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace StreamActors.Ffmpeg;

internal static unsafe class Descriptors
{
    /// <summary>How long a blocked read or write waits before it checks for a closed descriptor: closing does not wake it.</summary>
    private const int RecheckMilliseconds = 250;

    /// <returns>0 at the end or on a permanent error, -1 if there is nothing now.</returns>
    internal static int Read(SafeFileHandle descriptor, Span<byte> buffer)
    {
        fixed (byte* at = buffer)
        {
            while (true)
            {
                var read = Libc.Read(descriptor, at, (nuint)buffer.Length);
                if (read >= 0)
                    return (int)read;
                var error = Marshal.GetLastPInvokeError();
                if (error != Libc.Interrupted)
                    return error == Libc.Again ? -1 : 0;
            }
        }
    }

    /// <summary>Waits until the descriptor is ready.</summary>
    /// <returns>False if it was closed on our side meanwhile.</returns>
    internal static bool Wait(SafeFileHandle descriptor, short wanted)
    {
        while (!descriptor.IsClosed)
        {
            if (WaitOnce(descriptor, wanted))
                return true;
        }
        return false;
    }

    /// <returns>False if it was not ready within <see cref="RecheckMilliseconds"/>.</returns>
    internal static bool WaitOnce(SafeFileHandle descriptor, short wanted)
    {
        var held = false;
        try
        {
            descriptor.DangerousAddRef(ref held);
            var entry = new Libc.PollEntry { Descriptor = (int)descriptor.DangerousGetHandle(), Wanted = wanted };
            return Libc.Poll(&entry, 1, RecheckMilliseconds) > 0;
        }
        finally
        {
            if (held)
                descriptor.DangerousRelease();
        }
    }
}
