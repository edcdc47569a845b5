namespace StreamActors.Ffmpeg;

internal static class Programs
{
    /// <summary>Finds a program in PATH; the result is absolute, so the child's working directory does not matter.</summary>
    internal static string? Find(string program)
    {
        if (program.Contains('/'))
            return IsProgram(program) ? Path.GetFullPath(program) : null;
        var path = Environment.GetEnvironmentVariable("PATH") ?? "/usr/local/bin:/usr/bin:/bin";
        return path.Split(':', StringSplitOptions.RemoveEmptyEntries).Select(folder => Path.Combine(folder, program))
            .FirstOrDefault(IsProgram);
    }

    private static bool IsProgram(string path) => OperatingSystem.IsLinux() && File.Exists(path)
        && (File.GetUnixFileMode(path) & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) != 0;
}
