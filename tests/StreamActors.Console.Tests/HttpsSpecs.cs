using StreamActors.Testing;

namespace StreamActors.Cli.Tests;

/// <summary>The console of a server that speaks HTTPS itself.</summary>
public sealed class HttpsSpecs
{
    [Fact]
    public async Task With_the_local_key_the_certificate_may_be_anybody_s_and_with_another_key_it_has_to_be_trusted()
    {
        using var scratch = new Scratch();
        PemFiles.Write(scratch.At("cert.pem"), scratch.At("key.pem"));
        await using var server = await ServerProcess.Up(scratch.Data,
            $"--streamactors.http.certificate={scratch.At("cert.pem")}", $"--streamactors.http.key={scratch.At("key.pem")}");
        var url = await server.Url();
        url.Scheme.ShouldBe("https");
        var local = await new ConsoleRun(scratch.Folder, null, scratch.Data).Say("me");
        local.Code.ShouldBe(0, local.Errors);
        local.Output.ShouldContain("local, admin, at https://127.0.0.1:");
        var plain = await new ConsoleRun(scratch.Folder, new UriBuilder(url) { Scheme = "http" }.Uri, scratch.Data).Say("me");
        plain.Code.ShouldBe(0, plain.Errors);
        var other = await new ConsoleRun(scratch.Folder, url).Say("me", "--key-file", scratch.Write("key", $"{server.LocalKey()}\n"));
        other.Code.ShouldBe((int)ExitCode.Unreachable);
        other.Errors.ShouldContain("certificate", Case.Insensitive);
    }
}
