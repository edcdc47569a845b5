using System.ComponentModel;
using Microsoft.Win32.SafeHandles;

namespace StreamActors.Ffmpeg;

/// <summary>
/// Calls posix_spawn: fork and exec happen inside the C library, without copying our address space or running managed code in between,
/// which is safe in a multithreaded process and independent of our memory size.
/// </summary>
internal static unsafe class Spawn
{
    private const short SetGroup = 0x02;
    private const short SetDefaults = 0x04;
    private const short SetMask = 0x08;
    private const int ReadWrite = 2;

    // Large enough for these opaque structures and sigset_t: the largest of glibc and musl has 336 bytes.
    private const int Opaque = 512;

    /// <param name="descriptors">Indexed by their number in the child; null opens /dev/null.</param>
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

                // Its own process group: Ctrl-C at the server's terminal does not reach it, and our signals reach its descendants.
                Check(Libc.AttributesGroup(attributes, 0));
                Libc.NoSignals(signals);
                Check(Libc.AttributesMask(attributes, signals));
                Libc.AllSignals(signals); // .NET ignores SIGPIPE, and an ignored signal would stay ignored through exec
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
            // .NET's descriptors are close-on-exec; those of a native library may not be.
            Check(Libc.ActionsCloseFrom(actions, descriptors.Length));
        }
        catch (EntryPointNotFoundException)
        {
            // musl has no such action; there the close-on-exec flag has to do.
        }
    }

    private static void Check(int error)
    {
        if (error != 0)
            throw new Win32Exception(error);
    }
}
