namespace StreamActors.Ffmpeg;

/// <summary>
/// Why no child outlives its server, not even one that is killed with -9. The wrappers below become the child by exec, so its pid
/// stays the same:
/// <list type="number">
/// <item><c>setpriv --pdeathsig SIGKILL</c> asks the kernel to kill it when the thread that started it ends. .NET cannot run code
/// between fork and exec, so the request is made after the first exec, and a server killed within that millisecond would leave an
/// orphan.</item>
/// <item>So the program is named through <c>/proc/PID/task/TID/root</c>, a path that goes when that thread does. If the thread
/// died before the request was made, the program cannot be found and the child ends; if it was found, the thread was alive and
/// the request stands.</item>
/// <item><c>--no-new-privs</c> keeps the request valid: the kernel drops it for a program that gains privileges.</item>
/// </list>
/// A wrapper script in FFmpeg's place must <c>exec</c> it: the request is for the child, not for the children of the child.
/// </summary>
internal sealed record Leash(string Setpriv, bool Gate)
{
    internal static Leash Find() => new(
        Programs.Find("setpriv")
            ?? throw new FileNotFoundException(
            "The program 'setpriv' is missing: it keeps children from outliving the server. Install util-linux."),
        Gate: true);

    internal List<string> Tokens(string program, int starterThread, ChildStart start)
    {
        List<string> tokens = [];
        if (start.Limits.Nice != 0)
            tokens.AddRange([Need("nice"), "-n", Invariant($"{start.Limits.Nice}")]);
        if (start.Limits.MemoryBytes is { } bytes)
            tokens.AddRange([Need("prlimit"), Invariant($"--data={bytes}:{bytes}"), "--core=0:0"]);
        tokens.AddRange([Setpriv, "--pdeathsig", "SIGKILL", "--no-new-privs"]);
        tokens.Add(Gate ? Invariant($"/proc/{Environment.ProcessId}/task/{starterThread}/root{program}") : program);
        tokens.AddRange(start.Arguments);
        return tokens;
    }

    private static string Need(string program) =>
        Programs.Find(program)
        ?? throw new FileNotFoundException($"The program '{program}' is missing: limits need it. Install util-linux and coreutils.");

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
