using System.Diagnostics;
using StreamActors.Testing;

namespace StreamActors.Web.Tests;

/// <summary>The page's own tests, types, eslint and format, and that its types are those of the served document.</summary>
public sealed class SourceSpecs(PageFixture fixture) : IClassFixture<PageFixture>
{
    private static readonly string Web = Path.Combine(RepositoryFolder.Root, "src", "StreamActors.Web");

    [Theory]
    [InlineData("schema")]
    [InlineData("admin")]
    public async Task The_types_are_those_of_the_document(string name)
    {
        await NeedPackages();
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, await fixture.Server.Client.GetStringAsync(new Uri("/api/v1/openapi.json", UriKind.Relative)));
        var (code, made) = await Run("node", "scripts/schema.mjs", file, name);
        File.Delete(file);
        code.ShouldBe(0, made);
        made.ShouldBe(await File.ReadAllTextAsync(Path.Combine(Web, "src", "api", $"{name}.ts")),
            $"Make it anew: node scripts/schema.mjs openapi.json {name} > src/api/{name}.ts");
    }

    [Theory]
    [InlineData("test")]
    [InlineData("check")]
    public async Task Its_own_tests_and_checks_pass(string script)
    {
        await NeedPackages();
        var (code, said) = await Run("npm", "run", "--silent", script);
        code.ShouldBe(0, said);
    }

    /// <summary>Those of the tests are not needed to build it: ./streamactors test has installed them, a build alone has not.</summary>
    private static async Task NeedPackages()
    {
        var (code, said) = await Run("sh", "scripts/packages.sh", "all");
        code.ShouldBe(0, $"The page's tests need Node.js 20.19 or later with npm, and its npm packages: {said}");
    }

    private static async Task<(int Code, string Said)> Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = Web,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        }).ShouldNotBeNull();
        var errors = process.StandardError.ReadToEndAsync();
        var said = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, process.ExitCode == 0 ? said : said + await errors);
    }
}
