using System.Text.RegularExpressions;

namespace StreamActors.House.Tests.Rules;

/// <summary>No traces of the machine of an author: no home folders, no private registries.</summary>
public sealed partial class Leaks
{
    private static readonly string[] PublicHosts =
        ["api.nuget.org", "www.nuget.org", "registry.npmjs.org", "mcr.microsoft.com", "deb.debian.org", "github.com", "ghcr.io", "aka.ms"];

    [Fact]
    public void No_file_names_an_author_s_machine() => Breaches(Repository.Tree).ShouldBeEmpty();

    [Theory]
    [InlineData("src/X/Some.cs", "var path = \"/ho" + "me/ann/src\";")]
    [InlineData("README.md", "see /ro" + "ot/x")]
    [InlineData("README.md", "in /wo" + "rk/main")]
    [InlineData("src/X/Some.cs", "@\"C:\\Us" + "ers\\ann\"")]
    [InlineData("src/X/X.csproj", "https://nuget.example.net/v3/index.json")]
    [InlineData("src/Web/package-lock.json", "\"resolved\": \"http://10.1.2.3:4873/svelte.tgz\"")]
    [InlineData("tests/nuget.config", "<packageSources />")]
    [InlineData("src/Web/.npmrc", "registry=x")]
    public void A_trace_of_one_is_reported(string path, string text) =>
    Breaches(Tree.Of((path, text))).ShouldHaveSingleItem().ShouldStartWith(path);

    [Theory]
    [InlineData("src/X/Some.cs", "GET /api/v1/workloads/x and /workloads, https://user.example/home/")]
    [InlineData("src/Web/package-lock.json", "\"resolved\": \"https://registry.npmjs.org/svelte.tgz\"")]
    public void A_public_host_or_a_path_of_the_product_is_not(string path, string text) => Breaches(Tree.Of((path, text))).ShouldBeEmpty();

    private static IEnumerable<string> Breaches(Tree tree) =>
    [
        .. tree.Search(tree.Paths, MachinePath()).Select(f => $"{f.Where} names a folder of one machine: {f.Line}"),
        .. from path in tree.Paths.Where(p => ReadByPackageClients().IsMatch(p))
           from Match url in Url().Matches(tree.Text(path))
           where !PublicHosts.Contains(url.Groups[1].Value, StringComparer.OrdinalIgnoreCase)
           select $"{path} names the host {url.Groups[1].Value}.",
        .. tree.Paths.Where(p => ClientSettings().IsMatch(p)).Select(p => $"{p} sets a registry: that is each machine's own."),
    ];

    [GeneratedRegex(@"(?<![\w.])/(?:ro" + @"ot|ho" + @"me/\w+|wo" + @"rk)/|[A-Z]:\\Us" + @"ers\\", RegexOptions.None, 60_000)]
    private static partial Regex MachinePath();

    [GeneratedRegex(@"(?:\.csproj|\.props|\.targets|lock\.json|package-lock\.json|lock\.yaml)$|Dockerfile", RegexOptions.None, 60_000)]
    private static partial Regex ReadByPackageClients();

    [GeneratedRegex(@"https?://([^/:""'\s]+)", RegexOptions.None, 60_000)]
    private static partial Regex Url();

    [GeneratedRegex(@"(?:^|/)(?:nuget\.config|\.npmrc|\.yarnrc(?:\.yml)?|pip\.conf)$", RegexOptions.IgnoreCase, 60_000)]
    private static partial Regex ClientSettings();
}
