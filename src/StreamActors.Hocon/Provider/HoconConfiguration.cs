using Microsoft.Extensions.Configuration;
using StreamActors.Hocon.Shapes;

namespace StreamActors.Hocon.Provider;

public static class HoconConfiguration
{
    /// <summary>Adds a HOCON file. Without <paramref name="optional"/>, a missing file is a <see cref="HoconException"/>.</summary>
    public static IConfigurationBuilder AddHocon(this IConfigurationBuilder builder, string path, bool optional = false,
        IncludeContext? includeContext = null) =>
        builder.Add(new TreeConfigurationSource($"HOCON file '{path}'", () =>
        {
            var document = optional ? HoconDocument.TryLoad(path, includeContext) : HoconDocument.Load(path, includeContext);
            return document is null ? LoadedTree.Empty(path) : LoadedTree.Of(document);
        }));

    public static IConfigurationBuilder AddHoconText(this IConfigurationBuilder builder, string text, string source = "text",
        IncludeContext? includeContext = null) =>
        builder.Add(
        new TreeConfigurationSource($"HOCON text '{source}'", () => LoadedTree.Of(HoconDocument.Parse(text, source, includeContext))));

    /// <summary>Adds a variable for every known key: <c>STREAMACTORS_HTTP_PORT</c> for <c>streamactors.http.port</c>.</summary>
    public static IConfigurationBuilder AddEnvironmentOf(
        this IConfigurationBuilder builder, OptionsShape shape, IReadOnlyDictionary<string, string>? environment = null,
        params IReadOnlyCollection<string> others) =>
        builder.Add(
        new TreeConfigurationSource("environment",
            () => EnvironmentOverrides.Read(shape, environment ?? EnvironmentOverrides.OfThisProcess(), others)));

    /// <summary>Adds options for every known key, such as <c>--http.port 8080</c> or <c>--streamactors.http.port=8080</c>.</summary>
    public static IConfigurationBuilder AddCommandLineOf(this IConfigurationBuilder builder, OptionsShape shape,
        IReadOnlyList<string> arguments) =>
        builder.Add(new TreeConfigurationSource("command line", () => CommandLineOverrides.Read(shape, arguments)));

    /// <summary>Where the effective value of a key was written; null when its source does not track origins.</summary>
    public static ValueOrigin? OriginOf(this IConfigurationRoot configuration, string key) =>
        configuration.Providers.LastOrDefault(provider => Has(provider, key)) is TreeConfigurationProvider tree ? tree.OriginOf(key) : null;

    private static bool Has(IConfigurationProvider provider, string key) =>
        provider.TryGet(key, out _) || provider.GetChildKeys([], key).Any();
}
