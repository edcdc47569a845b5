using System.Collections;
using System.Text.RegularExpressions;

namespace StreamActors.Server;

/// <summary>
/// Kubernetes puts variables for every service into every pod, and one called "streamactors" would look like keys of ours:
/// https://kubernetes.io/docs/concepts/services-networking/service/#environment-variables
/// </summary>
internal static partial class KubernetesVariables
{
    public static IReadOnlyCollection<string> OfThisProcess() =>
        [.. Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().Select(e => (string)e.Key).Where(name => Made().IsMatch(name)), new MasterKeyOptions().Variable];

    [GeneratedRegex(@"^STREAMACTORS_(?:\w+_)?(?:SERVICE_HOST|SERVICE_PORT(?:_\w+)?|PORT(?:_[0-9]+_(?:TCP|UDP|SCTP)(?:_\w+)?)?)$", RegexOptions.None, 1000)]
    private static partial Regex Made();
}
