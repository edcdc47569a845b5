using System.Globalization;

namespace StreamActors.Server;

/// <summary>Removed configuration keys, with what replaced them.</summary>
internal static class RemovedKeys
{
    private static readonly (string Key, string Instead)[] All =
    [
        ("http.open-on-loopback",
            "every request needs credentials, also from this machine, since behind a reverse proxy every request comes from "
            + "127.0.0.1. Remove the key. The console on this machine reads local.key in the data folder by itself; give programs a key "
            + "made with: streamactors keys create"),
        ("runtime",
            "there is one runtime now, for the same data. Remove the key (and --runtime). Without other nodes configured, a server is a "
            + "single node and listens on its HTTP address only; to make it a cluster node, configure the other nodes with "
            + "streamactors.cluster.join (--join HOST:PORT), and on the first node set streamactors.cluster.listen"),
        ("embedded",
            "it was renamed to streamactors.entities, with the same two keys: entities.deadline and entities.wakes-at-once. Rename it"),
    ];

    /// <summary>Keys from the command line and the environment.</summary>
    public static void Refuse(IReadOnlyList<string> keys)
    {
        var variables = Environment.GetEnvironmentVariables().Keys.Cast<string>()
            .Except(KubernetesVariables.OfThisProcess(), StringComparer.Ordinal).ToList();
        foreach (var (key, instead) in All)
        {
            var variable = $"{Settings.Section}_{key}".Replace('.', '_').Replace('-', '_').ToUpper(CultureInfo.InvariantCulture);
            if (keys.Any(k => Is(k, $"--{Settings.Section}.{key}", '.') || Is(k, $"--{key}", '.'))
                || variables.Any(v => Is(v, variable, '_')))
                throw Gone(key, instead);
        }
    }

    /// <summary>Keys in a file.</summary>
    public static void Refuse(IConfiguration read)
    {
        foreach (var (key, instead) in All)
        {
            if (read.GetSection($"{Settings.Section}:{key.Replace('.', ':')}").Exists())
                throw Gone(key, instead);
        }
    }

    /// <summary>The key, with or without a value, or a key below it.</summary>
    private static bool Is(string written, string key, char below) =>
        written.StartsWith(key, StringComparison.Ordinal)
        && (written.Length == key.Length || written[key.Length] is '=' || written[key.Length] == below);

    private static StartRefusedException Gone(string key, string instead) =>
        new(ExitCode.Configuration, $"{Settings.Section}.{key} is gone: {instead}.");
}
