using System.Runtime.InteropServices;

namespace StreamActors.Media.Srt;

/// <summary>libsrt 1.5 of the system, started once for the process.</summary>
public static class SrtLibrary
{
    private static readonly Lazy<string?> Fault = new(() => Load("libsrt-gnutls.so.1.5", "libsrt.so.1.5"));

    /// <summary>Why it cannot be used, with the cure; null if it can.</summary>
    public static string? WhyNot => Fault.Value;

    internal static unsafe string? Load(params string[] names)
    {
        nint library = 0;
        if (!names.Any(name => NativeLibrary.TryLoad(name, out library)))
            return $"SRT needs libsrt 1.5 ({string.Join(" or ", names)}), which is not installed. Debian's package is libsrt1.5-gnutls.";
        NativeLibrary.SetDllImportResolver(typeof(SrtCalls).Assembly, (name, _, _) => name == SrtCalls.Library ? library : 0);
        SrtCalls.SetLogLevel(0); // it would print to the log of the server
        SrtCalls.SetLogAreas(null, 0);
        if (SrtCalls.Startup() < 0)
            return $"libsrt did not start: {Marshal.PtrToStringUTF8((nint)SrtCalls.LastErrorText())}.";
        // Its threads must not outlive the objects that exit() destroys.
        AppDomain.CurrentDomain.ProcessExit += (_, _) => SrtCalls.Cleanup();
        return null;
    }
}
