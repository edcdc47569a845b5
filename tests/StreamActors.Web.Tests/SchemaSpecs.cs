using System.Diagnostics;
using StreamActors.Testing;

namespace StreamActors.Web.Tests;

/// <summary>The types of the page are those of the served document, and its pure rules hold.</summary>
[Collection("page")]
public sealed class SchemaSpecs(PageFixture fixture)
{
    private static readonly string Web = Path.Combine(RepositoryFolder.Root, "src", "StreamActors.Web");

    [Fact]
    public async Task The_types_are_those_of_the_document()
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, await fixture.Server.Client.GetStringAsync(new Uri("/api/v1/openapi.json", UriKind.Relative)));
        var (code, made) = await Run("node", "scripts/schema.mjs", file);
        File.Delete(file);
        code.ShouldBe(0, made);
        made.ShouldBe(await File.ReadAllTextAsync(Path.Combine(Web, "src", "api", "schema.ts")),
            "Make it anew: node scripts/schema.mjs openapi.json > src/api/schema.ts");
    }

    [Theory]
    [InlineData("test")]
    [InlineData("check")]
    public async Task Its_own_tests_and_checks_pass(string script)
    {
        var (code, said) = await Run("npm", "run", "--silent", script);
        code.ShouldBe(0, said);
    }

    [Fact]
    public async Task The_first_load_stays_small()
    {
        using var client = new HttpClient { BaseAddress = fixture.Server.Client.BaseAddress };
        client.DefaultRequestHeaders.AcceptEncoding.ParseAdd("gzip");
        await using var tab = await fixture.Open();
        var files = await tab.Page.EvaluateAsync<string[]>("performance.getEntriesByType('resource').map((r) => r.name)");
        files.Length.ShouldBeGreaterThan(2);
        var total = 0;
        foreach (var file in files)
            total += (await client.GetByteArrayAsync(new Uri(file))).Length;
        total.ShouldBeLessThan(250 * 1024);
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
