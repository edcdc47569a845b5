using System.Collections;

namespace StreamActors.Ffmpeg;

/// <summary>
/// The environment variables a child inherits: paths of programs, libraries, certificates and devices only. Ours may hold database
/// passwords and API keys; FFREPORT would write files and http_proxy would redirect every pull.
/// </summary>
internal static class ChildEnvironment
{
    private static readonly HashSet<string> Passed = new(StringComparer.Ordinal)
    {
        "PATH", "HOME", "TMPDIR", "LD_LIBRARY_PATH", "SSL_CERT_FILE", "SSL_CERT_DIR", "XDG_RUNTIME_DIR",
        "CUDA_VISIBLE_DEVICES", "DOTNET_ROOT", "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT",
    };

    private static readonly string[] PassedPrefixes = ["LIBVA_", "NVIDIA_", "ONEVPL_", "MFX_"];

    internal static List<string> For(IReadOnlyDictionary<string, string> added)
    {
        // The fault table needs messages in English, UTF-8 and without colours. UTC, because segments are named after the time: in local
        // time the hour after summer time ends would overwrite the one before.
        var variables = new Dictionary<string, string>(StringComparer.Ordinal) { ["LC_ALL"] = "C.UTF-8", ["AV_LOG_FORCE_NOCOLOR"] = "1",
            ["TZ"] = "UTC0" };
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
            if (variable is { Key: string name, Value: string value } && IsPassed(name))
                variables[name] = value;
        foreach (var (name, value) in added)
            variables[name] = value;
        return [.. variables.Select(variable => $"{variable.Key}={variable.Value}")];
    }

    private static bool IsPassed(string name) =>
        Passed.Contains(name) || PassedPrefixes.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal));
}
