using System.Globalization;

namespace StreamActors.Server;

/// <summary>Keys that were there once: whoever has them written is told what is done instead.</summary>
internal static class GoneKeys
{
    private static readonly (string Key, string Instead)[] All =
    [
        ("http.open-on-loopback",
            "every request needs credentials, from this machine too, since behind a reverse proxy the whole Internet comes from "
            + "127.0.0.1. Remove the key. The console on this machine reads local.key in the data folder by itself; give programs a key "
            + "made with: streamactors keys create"),
        ("runtime",
            "there is one runtime, and it opens the same data. Remove the key (and --runtime). A server that is told of no others is a "
            + "single node and listens on its HTTP address alone; to make it a node of a cluster, name the others with "
            + "streamactors.cluster.join (--join HOST:PORT), and on the first node set streamactors.cluster.listen"),
        ("embedded",
            "it is called streamactors.entities now, with the same two keys: entities.deadline and entities.wakes-at-once. Rename it"),
    ];

    /// <summary>On the command line and in the environment, before either is held against what is known.</summary>
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

    /// <summary>In a file.</summary>
    public static void Refuse(IConfiguration read)
    {
        foreach (var (key, instead) in All)
        {
            if (read.GetSection($"{Settings.Section}:{key.Replace('.', ':')}").Exists())
                throw Gone(key, instead);
        }
    }

    /// <summary>The key itself, with its value or without, or one below it.</summary>
    private static bool Is(string written, string key, char below) =>
        written.StartsWith(key, StringComparison.Ordinal)
        && (written.Length == key.Length || written[key.Length] is '=' || written[key.Length] == below);

    private static StartRefusedException Gone(string key, string instead) =>
        new(ExitCode.Configuration, $"{Settings.Section}.{key} is gone: {instead}.");
}
