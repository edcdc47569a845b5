using System.Diagnostics;

namespace StreamActors.Cli.Tests;

/// <summary>The console as started at a prompt: its own process, its own home folder, and none of our environment.</summary>
internal sealed class ConsoleRun(string home, Uri? server, string? data = null)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(8);

    /// <summary>
    /// The console as the launcher builds it, if it exists and is up to date; otherwise the one that the solution builds.
    /// </summary>
    public static readonly string[] Command = Launched(Above(AppContext.BaseDirectory)) is { } program ? [program]
        : ["dotnet", Path.Combine(AppContext.BaseDirectory, "StreamActors.Console.dll")];

    public Dictionary<string, string> Environment { get; } = new(StringComparer.Ordinal);

    public Task<ConsoleOutput> Say(params string[] words) => Say("", words);

    public Task<ConsoleOutput> Say(string input, string[] words) => Start(Command[0], [.. Command[1..], .. words], input);

    /// <summary>A program whose path has the console as <c>streamactors</c>.</summary>
    public async Task<ConsoleOutput> Start(string program, string[] arguments, string input = "")
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true,
            RedirectStandardError = true, WorkingDirectory = home };
        foreach (var name in start.Environment.Keys.Where(k => k.StartsWith("STREAMACTORS_", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(name);
        start.Environment["HOME"] = home;
        start.Environment["PATH"] = $"{OnPath()}:{start.Environment["PATH"]}";
        if (server is not null)
            start.Environment["STREAMACTORS_SERVER"] = server.ToString();
        start.Environment.Remove("XDG_STATE_HOME");
        if (data is not null)
            start.Environment["STREAMACTORS_DATA"] = data;
        foreach (var (name, value) in Environment)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        using var timeout = new CancellationTokenSource(Timeout);
        try
        {
            await process.WaitForExitAsync(timeout.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} {string.Join(' ', arguments)} does not end. {await output} {await errors}");
        }
        return new ConsoleOutput(process.ExitCode, await output, await errors);
    }

    private static string? Launched(string repository)
    {
        var program = Path.Combine(repository, "artifacts", "console", "StreamActors.Console");
        var sources = ((string[])["StreamActors.Console", "StreamActors.Wire"])
            .SelectMany(p => Directory.EnumerateFiles(Path.Combine(repository, "src", p), "*.cs", SearchOption.AllDirectories));
        return File.Exists(program) && sources.Where(s => !s.Contains("/obj/", StringComparison.Ordinal))
            .Max(File.GetLastWriteTimeUtc) < File.GetLastWriteTimeUtc(program) ? program : null;
    }

    private static string Above(string folder) => File.Exists(Path.Combine(folder, "StreamActors.sln")) ? folder
        : Above(Path.GetDirectoryName(folder.TrimEnd('/'))!);

    private string OnPath()
    {
        var folder = Directory.CreateDirectory(Path.Combine(home, "bin")).FullName;
        var launcher = Path.Combine(folder, "streamactors");
        if (!File.Exists(launcher))
            Script.Write(launcher, $"#!/bin/sh\nexec {string.Join(' ', Command.Select(c => $"'{c}'"))} \"$@\"\n");
        return folder;
    }
}

/// <summary>The exit code and output.</summary>
internal sealed record ConsoleOutput(int Code, string Output, string Errors)
{
    public ConsoleOutput Ended(ExitCode code)
    {
        Code.ShouldBe((int)code, $"\n{Output}\n{Errors}");
        return this;
    }
}
