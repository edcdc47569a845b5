using System.Runtime.InteropServices;

namespace StreamActors.Ffmpeg;

/// <summary>A null-terminated array of C strings.</summary>
internal sealed unsafe class CStrings : IDisposable
{
    private readonly IReadOnlyList<string> _strings;

    internal CStrings(IReadOnlyList<string> strings)
    {
        _strings = strings;
        Pointers = (byte**)NativeMemory.AllocZeroed((nuint)strings.Count + 1, (nuint)sizeof(byte*));
        for (var at = 0; at < strings.Count; at++)
            Pointers[at] = strings[at].Contains('\0')
                ? throw new ArgumentException("A token with a zero character cannot be passed to a program.", nameof(strings))
                : (byte*)Marshal.StringToCoTaskMemUTF8(strings[at]);
    }

    internal byte** Pointers { get; }

    public void Dispose()
    {
        for (var at = 0; at < _strings.Count; at++)
            Marshal.ZeroFreeCoTaskMemUTF8((nint)Pointers[at]); // may hold passphrases
        NativeMemory.Free(Pointers);
    }
}
