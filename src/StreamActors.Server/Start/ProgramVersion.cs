using System.Reflection;

namespace StreamActors.Server;

internal static class ProgramVersion
{
    /// <summary>The version with the beginning of the commit it was built from: 0.1.0+4b4ae851.</summary>
    public static string Text { get; } = Shortened(
        typeof(ProgramVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown");

    private static string Shortened(string version) =>
        version.IndexOf('+', StringComparison.Ordinal) is > 0 and var plus && version.Length > plus + 9 ? version[..(plus + 9)] : version;
}
