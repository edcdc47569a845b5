using System.Diagnostics;

namespace StreamActors.House.Tests;

/// <summary>This repository: tracked files, and new ones in its source folders. Without git, all files.</summary>
public static class Repository
{
    private static readonly string[] Binary = [".png", ".ico", ".woff2", ".ts.bin", ".gz", ".db", ".jpg", ".webp"];

    public static readonly string Root = Above(AppContext.BaseDirectory);

    private static readonly string[] Files = [.. Tracked() ?? Walk()];

    public static readonly Tree Tree =
        new(Files.Where(f => !IsBinary(f)), path => File.ReadAllText(Path.Combine(Root, path)), Files.Where(IsBinary));

    /// <summary>The configuration of this build, and so of all assemblies of the same build.</summary>
    public static readonly string Configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

    private static string Above(string folder) => File.Exists(Path.Combine(folder, "StreamActors.sln"))
        ? folder
        : Above(Path.GetDirectoryName(folder.TrimEnd('/')) ?? throw new InvalidOperationException("No StreamActors.sln above the test."));

    private static IEnumerable<string>? Tracked()
    {
        var known = Git("ls-files", "-z");
        var fresh = Git("ls-files", "-z", "--others", "--exclude-standard", "--", "src", "tests", "hocon");
        return known is null || fresh is null ? null : known.Concat(fresh).Where(p => File.Exists(Path.Combine(Root, p)));
    }

    private static string[]? Git(params string[] arguments)
    {
        try
        {
            using var git = Process.Start(new ProcessStartInfo("git", ["-C", Root, "-c", "safe.directory=*", .. arguments])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            _ = git.StandardError.ReadToEndAsync();
            var paths = git.StandardOutput.ReadToEnd().Split('\0', StringSplitOptions.RemoveEmptyEntries);
            git.WaitForExit();
            return git.ExitCode == 0 ? paths : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    private static IEnumerable<string> Walk() => Directory.EnumerateFiles(Root, "*", SearchOption.AllDirectories)
        .Select(f => Path.GetRelativePath(Root, f))
        .Where(f => !f.Split('/').Any(part => part is ".git" or "bin" or "obj" or "artifacts" or "node_modules" or "TestResults"));

    private static bool IsBinary(string path) => Binary.Any(b => path.EndsWith(b, StringComparison.OrdinalIgnoreCase));
}
