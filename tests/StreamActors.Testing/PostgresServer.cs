using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Npgsql;
using StreamActors.Testing.Peers;

namespace StreamActors.Testing;

/// <summary>
/// A PostgreSQL for a test run: the distribution's initdb and postgres, in a temporary folder, on a free loopback port. It ends with the
/// process that started it, however that ends.
/// </summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private const string Burial =
        """
        read -r _
        if read -r pid 2>/dev/null < "$0/postmaster.pid"; then
            kill -QUIT "$pid" 2>/dev/null
            for i in 1 2 3 4 5 6 7 8 9 10; do kill -0 "$pid" 2>/dev/null && sleep 0.2; done
        fi
        rm -rf "$0"
        """;

    private static readonly Lazy<Task<PostgresServer>> OneForAll = new(() => Start());

    private readonly ConcurrentQueue<string> _log = new();
    private readonly string[] _settings;
    private readonly Process _undertaker;
    private Process? _postgres;
    private int _databases;

    private PostgresServer(string folder, string[] settings) => (Folder, _settings, _undertaker) = (folder, settings, Undertaker(folder));

    /// <summary>Data and socket.</summary>
    public string Folder { get; }

    public int Port { get; private set; }

    /// <summary>One for the whole test process; each test creates its own database in it. Not durable.</summary>
    public static Task<PostgresServer> Shared() => OneForAll.Value;

    /// <param name="durable">Syncs to disk: for tests that kill it, or measure.</param>
    public static async Task<PostgresServer> Start(bool durable = false)
    {
        var folder = Path.Combine(Path.GetTempPath(), "sa-pg-" + Path.GetRandomFileName());
        var server = new PostgresServer(folder, durable ? [] : ["-c", "fsync=off", "-c", "full_page_writes=off"]);
        await Tool("initdb", "-D", folder, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync");
        await server.Run();
        return server;
    }

    public string ConnectionString(string database) => $"Host=127.0.0.1;Port={Port};Username=postgres;Database={database}";

    /// <summary>Creates an empty database; returns its connection string.</summary>
    public async Task<string> NewDatabase()
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"test{Interlocked.Increment(ref _databases)}");
        await using var connection = new NpgsqlConnection(ConnectionString("postgres") + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"CREATE DATABASE {name}", connection);
        await command.ExecuteNonQueryAsync();
        return ConnectionString(name);
    }

    /// <summary>Kills the server and all its children at once.</summary>
    public async Task Kill()
    {
        var postgres = _postgres ?? throw new InvalidOperationException("It does not run.");
        var children = Children(postgres.Id);
        postgres.Kill();
        foreach (var child in children)
        {
            try
            {
                using var process = Process.GetProcessById(child);
                process.Kill();
            }
            catch (Exception gone) when (gone is ArgumentException or InvalidOperationException)
            {
            }
        }
        await Ended();
    }

    /// <summary>Restarts it after <see cref="Kill"/>, on the same port.</summary>
    public Task Run() => Run(Port);

    public async ValueTask DisposeAsync()
    {
        _undertaker.StandardInput.Close();
        await Ended();
        _undertaker.Dispose();
    }

    private async Task Run(int port)
    {
        for (var attempt = 1; ; attempt++)
        {
            Port = port == 0 ? Ports.Tcp() : port;
            var ready = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
            _postgres = Launch("postgres",
            [
                "-D", Folder, "-p", Port.ToString(CultureInfo.InvariantCulture), "-h", "127.0.0.1", "-k", Folder,
                "-c", "max_connections=200", "-c", "shared_buffers=32MB", .. _settings,
            ]);
            _postgres.ErrorDataReceived += (sender, line) =>
            {
                if (line.Data is null)
                    ready.TrySetResult(false);
                else if (line.Data.Contains("ready to accept connections", StringComparison.Ordinal))
                    ready.TrySetResult(true);
                _log.Enqueue(line.Data ?? "");
                if (_log.Count > 200)
                    _log.TryDequeue(out _);
            };
            _postgres.BeginErrorReadLine();
            if (await ready.Task)
                return;
            await Ended();
            if (attempt == 20) // the port was in use, or children of a killed server still run
                throw new InvalidOperationException("PostgreSQL did not start:\n" + string.Join('\n', _log));
        }
    }

    /// <summary>
    /// A shell that waits until its input ends, also because this process was killed, and then cleans up. In its own session, so that
    /// killing this process with all its children does not kill it too.
    /// </summary>
    private static Process Undertaker(string folder) =>
        Process.Start(new ProcessStartInfo("setsid", ["--fork", "/bin/sh", "-c", Burial, folder])
    {
        RedirectStandardInput = true,
    }) ?? throw new InvalidOperationException("setsid did not start.");

    private async Task Ended()
    {
        if (_postgres is null)
            return;
        await _postgres.WaitForExitAsync();
        _postgres.Dispose();
        _postgres = null;
    }

    private static List<int> Children(int parent)
    {
        var children = new List<int>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            // "pid (name) state parent …": the name may contain anything, so parsing starts after its last bracket.
            var stat = int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var pid) ? Read($"/proc/{pid}/stat") : "";
            if (stat.Length > 0 && stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1] == parent.ToString(CultureInfo.InvariantCulture))
                children.Add(pid);
        }
        return children;
    }

    private static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (IOException)
        {
            return "";
        }
    }

    private static async Task Tool(string name, params string[] arguments)
    {
        using var process = Launch(name, arguments);
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{name} failed: {await errors}");
    }

    /// <summary>PostgreSQL refuses to run as root: root starts it as the user of its package.</summary>
    private static Process Launch(string name, string[] arguments)
    {
        var program = Path.Combine(Binaries(), name);
        string[] words = Environment.IsPrivilegedProcess
            ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", "--", program, .. arguments]
            : [program, .. arguments];
        var start = new ProcessStartInfo(words[0], words[1..]) { RedirectStandardError = true, RedirectStandardOutput = true,
            WorkingDirectory = "/" };
        var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
        process.OutputDataReceived += static (_, _) => { };
        process.BeginOutputReadLine();
        return process;
    }

    private static string Binaries() =>
        Directory.Exists("/usr/lib/postgresql")
            ? Directory.EnumerateDirectories("/usr/lib/postgresql").Select(d => Path.Combine(d, "bin"))
            .Where(d => File.Exists(Path.Combine(d, "postgres"))).Max(StringComparer.Ordinal) ?? throw Missing()
            : throw Missing();

    private static InvalidOperationException Missing() =>
        new("No PostgreSQL in /usr/lib/postgresql: these tests need the package 'postgresql'.");
}
