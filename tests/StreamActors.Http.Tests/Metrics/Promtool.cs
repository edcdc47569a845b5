using System.Diagnostics;

namespace StreamActors.Http.Tests.Metrics;

/// <summary>Prometheus' own check of metrics and rules: promtool of Debian's package 'prometheus'.</summary>
internal static class Promtool
{
    public static async Task<(int Code, string Said)> Run(string folder, string? input, params string[] words)
    {
        var start = new ProcessStartInfo("promtool", words) { WorkingDirectory = folder, RedirectStandardInput = true,
            RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Start(start);
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await errors);
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception missing)
        {
            throw new InvalidOperationException(
                "promtool is not on the path: './streamactors test' fetches it, out of Debian's package 'prometheus'.", missing);
        }
    }
}
