namespace StreamActors.Testing;

/// <summary>The source folder, and the build configuration.</summary>
public static class RepositoryFolder
{
    public static string Root { get; } = Above(AppContext.BaseDirectory);

    /// <summary>Release, for a test in bin/Release/net10.0.</summary>
    public static string Configuration { get; } = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

    private static string Above(string folder) => File.Exists(Path.Combine(folder, "StreamActors.sln"))
        ? folder
        : Above(Path.GetDirectoryName(folder.TrimEnd('/')) ?? throw new InvalidOperationException("No StreamActors.sln above the test."));
}
