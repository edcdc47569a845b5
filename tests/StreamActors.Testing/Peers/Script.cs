using System.Diagnostics;

namespace StreamActors.Testing.Peers;

/// <summary>
/// Writes a script that a test runs, by a process of its own. If the test wrote it, a child that another test starts at that moment
/// could inherit the open file, and starting the script would fail: text file busy.
/// </summary>
public static class Script
{
    public static void Write(string path, string text)
    {
        using var shell = Process.Start(
            new ProcessStartInfo("sh", ["-c", "cat >\"$0\" && chmod 700 \"$0\"", path]) { RedirectStandardInput = true })
            ?? throw new InvalidOperationException("sh did not start.");
        shell.StandardInput.Write(text);
        shell.StandardInput.Close();
        shell.WaitForExit();
        if (shell.ExitCode != 0)
            throw new InvalidOperationException($"{path} was not written.");
    }
}
