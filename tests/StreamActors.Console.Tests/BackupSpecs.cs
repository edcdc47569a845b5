using System.Net.Http.Json;
using Microsoft.Extensions.Logging.Abstractions;
using StreamActors.Storage;
using StreamActors.Wire;

namespace StreamActors.Cli.Tests;

/// <summary>
/// Restores a wiped machine on another one: only the console, the server and one backup file are needed, and its streams are on air
/// again.
/// </summary>
public sealed class BackupSpecs : IAsyncLifetime
{
    private const string Passphrase = "between-us-only-and-long";

    private readonly Scratch _scratch = new();
    private readonly int _srt = Ports.Udp();
    private LiveServer _server = null!;

    private ConsoleRun Console => new(_scratch.Folder, _server.Client.BaseAddress!, _server.Data);

    public async Task InitializeAsync()
    {
        _server = await LiveServer.Start("--streamactors.media.reach=loopback", "--streamactors.media.restart.longest-delay=2s");
        await _server.Input("bars", "test://bars");
        await _server.Output("partner", "bars", $"srt://127.0.0.1:{_srt}", ("!passphrase", Passphrase));
    }

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        _scratch.Dispose();
    }

    [Fact]
    public async Task The_machine_is_wiped_and_all_of_it_is_back_its_secrets_too()
    {
        await using (var peer = await Peer())
            await _server.OnAir("outputs", "partner", () => peer.Story);
        await Backup("plain.backup");
        var (export, changes) = (await _server.Client.GetStringAsync("api/v1/export"),
            await _server.Client.GetStringAsync("api/v1/changes?entity=output/partner"));
        var key = await File.ReadAllTextAsync(Path.Combine(_server.Data, "master.key"));
        (await Restore("plain.backup")).ShouldBe(75, "the server still holds the folder");
        await _server.Kill();
        Directory.Delete(_server.Data, recursive: true);

        (await Restore("plain.backup", says: "master.key' is not there")).ShouldBe(65);
        var keyFile = Path.Combine(_server.Data, "master.key");
        await File.WriteAllTextAsync(keyFile, key);
        File.SetUnixFileMode(keyFile, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        (await Restore("plain.backup")).ShouldBe(0);
        (await Restore("plain.backup", says: "is not empty")).ShouldBe(65);
        await Verified();
        await _server.Up();
        (await _server.Client.GetStringAsync("api/v1/export")).ShouldBe(export);
        (await _server.Client.GetStringAsync("api/v1/changes?entity=output/partner")).ShouldBe(changes);
        await using (var peer = await Peer()) // a sealed backup opens only with its passphrase
            await _server.OnAir("outputs", "partner", () => peer.Story);
    }

    [Fact]
    public async Task Sealed_with_a_passphrase_it_needs_nothing_else()
    {
        var words = _scratch.Write("words", "a passphrase of the house\n");
        File.SetUnixFileMode(words, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        (await Console.Say("backup", "--to", _scratch.At("sealed.backup"), "--passphrase-file", words))
            .Ended(ExitCode.Done).Output.ShouldContain("with the master key in it");
        await _server.Kill();
        Directory.Delete(_server.Data, recursive: true);
        (await Restore("sealed.backup", says: "--passphrase-file")).ShouldBe(65);
        (await Restore("sealed.backup", says: "", "--passphrase-file", words)).ShouldBe(0);
        await Verified();
        await _server.Up();
        await using var peer = await Peer();
        await _server.OnAir("outputs", "partner", () => peer.Story);
    }

    [Fact]
    public async Task Whoever_writes_meanwhile_is_in_it_whole_or_not_at_all()
    {
        using var enough = new CancellationTokenSource();
        var made = 0;
        async Task Write(int writer)
        {
            for (var n = 0; !enough.IsCancellationRequested; n++)
            {
                using var answer = await _server.Client.PostAsJsonAsync("api/v1/inputs",
                    new { id = $"w{writer}-{n}", address = new { url = "test://bars" } });
                answer.IsSuccessStatusCode.ShouldBeTrue();
                Interlocked.Increment(ref made);
            }
        }
        var writing = Task.WhenAll(Enumerable.Range(0, 4).Select(Write));
        for (var n = 0; n < 2; n++)
        {
            var before = made;
            await Backup($"b{n}.backup");
            await Eventually.Is(() => made > before + 5, () => "Nobody writes any more.");
        }
        await enough.CancelAsync();
        await writing;
        await _server.Stop();
        var key = Path.Combine(_server.Data, "master.key");
        for (var n = 0; n < 2; n++)
        {
            var data = _scratch.At($"restored{n}");
            Directory.CreateDirectory(data);
            File.Copy(key, Path.Combine(data, "master.key"));
            var (code, said, _) = await ServerProcess.Run("restore", "--from", _scratch.At($"b{n}.backup"), "--data", data);
            code.ShouldBe(0, said);
            (await ServerProcess.Run("journal", "verify", "--data", data)).Code.ShouldBe(0);
        }
    }

    [Fact]
    public async Task A_server_killed_in_the_midst_of_it_leaves_no_file_that_looks_whole()
    {
        await Fill();
        using var line = new GatedConnection(_server.Client.BaseAddress!, bytes: 300_000);
        var key = Path.Combine(_server.Data, "local.key"); // by path: the console uses it by itself only for the server that wrote it
        var taking = new ConsoleRun(_scratch.Folder, line.Url).Say("backup", "--to", _scratch.At("cut.backup"), "--key-file", key);
        await line.Held;
        await _server.Kill();
        line.GoOn();
        (await taking).Ended(ExitCode.Failed).Errors.ShouldContain("was lost: ");
        File.Exists(_scratch.At("cut.backup")).ShouldBeFalse();

        File.Move(_scratch.At("cut.backup.part"), _scratch.At("forced.backup"));
        Directory.Delete(_server.Data, recursive: true);
        (await Restore("forced.backup", says: "")).ShouldBe(65);
        await _server.Up();
    }

    [Fact]
    public async Task A_console_killed_in_the_midst_of_it_leaves_the_backup_of_yesterday_as_it_was()
    {
        await Backup("daily.backup");
        var yesterday = await File.ReadAllBytesAsync(_scratch.At("daily.backup"));
        await Fill();
        using var line = new GatedConnection(_server.Client.BaseAddress!, bytes: 300_000);
        await using (
            var console = PeerProcess.Start(ConsoleRun.Command[0],
            [.. ConsoleRun.Command[1..], "backup", "--to", _scratch.At("daily.backup"), "--server", line.Url.ToString(), "--key-file",
            Path.Combine(_server.Data, "local.key")]))
        {
            await line.Held;
            await console.Kill();
        }
        (await File.ReadAllBytesAsync(_scratch.At("daily.backup"))).ShouldBe(yesterday);
        await Eventually.Is(async () => (await Console.Say("backup", "--to", _scratch.At("daily.backup"))).Code == (int)ExitCode.Done,
            () => "The killed one is not let go.");
    }

    private Task<SrtLiveTransmit> Peer() => SrtLiveTransmit.ListensAndPassesOn(_srt, Ports.Udp(), $"&passphrase={Passphrase}");

    /// <summary>More than socket buffers hold, so a backup of it is still in progress while nobody reads.</summary>
    private async Task Fill()
    {
        await using var database = new SqliteDatabase(Path.Combine(_server.Data, "streamactors.db"), NullLogger<SqliteDatabase>.Instance);
        await database.Change(
            async transaction =>
            {
                await using var fill = transaction.Connection!.CreateCommand();
                fill.Transaction = transaction;
                fill.CommandText =
                    $"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 60000) INSERT INTO timeline (at, "
                    + $"persistence_id, kind, node, who, name, detail) SELECT {DateTime.UtcNow.Ticks}, 'api/x', 'api', 'n', 'w', 'x', "
                    + $"hex(zeroblob(400)) FROM n";
                return await fill.ExecuteNonQueryAsync();
            },
            CancellationToken.None);
    }

    private async Task Backup(string name)
    {
        var said = (await Console.Say("backup", "--to", _scratch.At(name))).Ended(ExitCode.Done);
        said.Output.ShouldContain("The master key is NOT in the backup");
        (await File.ReadAllTextAsync(_scratch.At(name))).ShouldEndWith(BackupDraft.LastLine);
        File.Exists(_scratch.At(name + ".part")).ShouldBeFalse();
        (File.GetUnixFileMode(_scratch.At(name)) & (UnixFileMode)0b000_111_111).ShouldBe((UnixFileMode)0);
    }

    private async Task<int> Restore(string name, string says = "", params string[] more)
    {
        var (code, said, _) = await ServerProcess.Run(["restore", "--from", _scratch.At(name), "--data", _server.Data, .. more]);
        said.ShouldContain(says);
        said.ShouldNotContain("   at ");
        return code;
    }

    private async Task Verified() => (await ServerProcess.Run("journal", "verify", "--data", _server.Data))
        .ShouldSatisfyAllConditions(r => r.Code.ShouldBe(0, r.Said), r => r.Log[^1].ShouldContain(" 0 findings"));
}
