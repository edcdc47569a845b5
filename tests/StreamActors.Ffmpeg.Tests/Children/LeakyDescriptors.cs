using System.Runtime.InteropServices;

namespace StreamActors.Ffmpeg.Tests.Children;

internal static class LeakyDescriptors
{
    [DllImport("libc", EntryPoint = "dup")]
    public static extern int Duplicate(int descriptor);

    [DllImport("libc", EntryPoint = "close")]
    public static extern int Close(int descriptor);
}
