using System.Collections;
using System.Text.RegularExpressions;

namespace StreamActors.Server;

/// <summary>
/// Kubernetes sets variables for every service in every pod, and those of a service named "streamactors" would look like configuration
/// keys: https://kubernetes.io/docs/concepts/services-networking/service/#environment-variables
/// </summary>
internal static partial class KubernetesVariables
{
    public static IReadOnlyCollection<string> OfThisProcess() =>
        [.. Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().Select(e => (string)e.Key).Where(name => Made().IsMatch(name)),
        new MasterKeyOptions().Variable];

    [GeneratedRegex(@"^STREAMACTORS_(?:\w+_)?(?:SERVICE_HOST|SERVICE_PORT(?:_\w+)?|PORT(?:_[0-9]+_(?:TCP|UDP|SCTP)(?:_\w+)?)?)$",
        RegexOptions.None, 1000)]
    private static partial Regex Made();
}
