using System.ComponentModel;
using Microsoft.Win32.SafeHandles;

namespace StreamActors.Ffmpeg;

/// <summary>
/// One posix_spawn. The C library does fork and exec itself, without copying our address space and without running managed code in between,
/// which is what makes it safe (and fast: its cost does not grow with our memory) from a process full of threads.
/// </summary>
internal static unsafe class Spawn
{
    private const short SetGroup = 0x02;
    private const short SetDefaults = 0x04;
    private const short SetMask = 0x08;
    private const int ReadWrite = 2;

    // Both structures and sigset_t are opaque; the largest of glibc and musl has 336 bytes.
    private const int Opaque = 512;

    /// <param name="descriptors">By their number in the child; a null is opened on /dev/null.</param>
    internal static int Start(IReadOnlyList<string> tokens, IReadOnlyList<string> environment, ReadOnlySpan<SafeFileHandle?> descriptors)
    {
        var actions = stackalloc byte[Opaque];
        var attributes = stackalloc byte[Opaque];
        var signals = stackalloc byte[Opaque];
        using var arguments = new CStrings(tokens);
        using var variables = new CStrings(environment);
        Check(Libc.ActionsBegin(actions));
        try
        {
            Check(Libc.AttributesBegin(attributes));
            try
            {
                LayOut(actions, descriptors);

                // A group of its own: Ctrl-C at the server's terminal is for the server, and a signal for the child reaches what it started.
                Check(Libc.AttributesGroup(attributes, 0));
                Libc.NoSignals(signals);
                Check(Libc.AttributesMask(attributes, signals));
                Libc.AllSignals(signals); // .NET ignores SIGPIPE, and an ignored signal would stay so through exec
                Check(Libc.AttributesDefaults(attributes, signals));
                Check(Libc.AttributesFlags(attributes, SetGroup | SetDefaults | SetMask));
                Check(Libc.Spawn(out var pid, arguments.Pointers[0], actions, attributes, arguments.Pointers, variables.Pointers));
                return pid;
            }
            finally
            {
                _ = Libc.AttributesEnd(attributes);
            }
        }
        finally
        {
            _ = Libc.ActionsEnd(actions);
        }
    }

    private static void LayOut(byte* actions, ReadOnlySpan<SafeFileHandle?> descriptors)
    {
        for (var at = 0; at < descriptors.Length; at++)
            Check(descriptors[at] is { } descriptor
                ? Libc.ActionsDuplicate(actions, (int)descriptor.DangerousGetHandle(), at)
                : Libc.ActionsOpen(actions, at, "/dev/null", ReadWrite, 0));
        try
        {
            // Everything of .NET closes on exec; a native library may have forgotten to.
            Check(Libc.ActionsCloseFrom(actions, descriptors.Length));
        }
        catch (EntryPointNotFoundException)
        {
            // musl has no such action; there the flag on each descriptor is all we have.
        }
    }

    private static void Check(int error)
    {
        if (error != 0)
            throw new Win32Exception(error);
    }
}
