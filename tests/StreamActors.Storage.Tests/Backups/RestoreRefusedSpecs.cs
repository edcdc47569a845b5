using System.Buffers.Binary;
using System.Security.Cryptography;
using StreamActors.Kernel;

namespace StreamActors.Storage.Tests.Backups;

/// <summary>A refused restore says what is wrong and what to do, and has changed nothing.</summary>
public sealed class RestoreRefusedSpecs : IAsyncLifetime
{
    private const string Passphrase = "a passphrase of the house";

    private BackupSource _old = null!;
    private FreshDatabase _fresh = null!;

    public async Task InitializeAsync()
    {
        _old = await BackupSource.Of("SQLite");
        _fresh = await FreshDatabase.Of("SQLite");
    }

    public async Task DisposeAsync()
    {
        await _old.DisposeAsync();
        await _fresh.DisposeAsync();
    }

    [Theory, InlineData(null), InlineData(Passphrase)]
    public async Task A_byte_that_changed_anywhere_is_noticed(string? passphrase)
    {
        var file = await _old.Taken("backup", passphrase);
        var bytes = await File.ReadAllBytesAsync(file);
        for (var at = 0; at < bytes.Length; at += Math.Max(1, bytes.Length / 60))
        {
            var changed = bytes.ToArray();
            changed[at] ^= 0x10;
            await File.WriteAllBytesAsync(file, changed);
            await Refused(file, passphrase, because: $"byte {at}");
        }
    }

    [Fact]
    public async Task One_that_was_cut_off_anywhere_is_noticed_and_told_to_be_not_whole()
    {
        var file = await _old.Taken("backup");
        var bytes = await File.ReadAllBytesAsync(file);
        for (var length = 0; length < bytes.Length; length += Math.Max(1, bytes.Length / 40))
        {
            await File.WriteAllBytesAsync(file, bytes[..length]);
            (await Refused(file)).ShouldContain(length < BackupForm.Name.Length + 2 ? "not a backup" : "incomplete");
        }
        await File.WriteAllBytesAsync(file, bytes[..^1]);
        await Refused(file);
        await File.WriteAllBytesAsync(file, [.. bytes, 0]);
        (await Refused(file)).ShouldContain("something after its end");
    }

    [Fact]
    public async Task A_block_left_out_is_noticed()
    {
        var file = await _old.Taken("backup");
        var bytes = await File.ReadAllBytesAsync(file);
        var head = BackupForm.Name.Length + 2;
        var second = head + 4 + BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(head)) + 32;
        var third = second + 4 + BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(second)) + 32;
        await File.WriteAllBytesAsync(file, [.. bytes[..second], .. bytes[third..]]);
        (await Refused(file)).ShouldContain($"byte {second}");
    }

    [Fact]
    public async Task One_of_a_newer_program_is_refused_by_its_form_and_by_its_schema()
    {
        var file = await _old.Taken("backup");
        var bytes = await File.ReadAllBytesAsync(file);
        bytes[BackupForm.Name.Length] = 2;
        await File.WriteAllBytesAsync(file, bytes);
        (await Refused(file)).ShouldContain("newer program (form 2");

        var head = new BackupHead("streamactors 9.9", Schema.Version + 1, DateTimeOffset.UnixEpoch, "n", "SQLite", BackupTable.All, null);
        await using (var to = File.Create(file))
            await Begun(to, head);
        (await Refused(file)).ShouldContain("streamactors 9.9");
    }

    [Fact]
    public async Task Names_that_are_no_tables_of_ours_never_reach_the_database()
    {
        var file = _old.At("hostile");
        var head = new BackupHead("x", 1, DateTimeOffset.UnixEpoch, "n", "SQLite",
            [BackupTable.All[0] with { Columns = [new("id) VALUES (1); DROP TABLE journal; --", BackupCell.Text)] }], null);
        await using (var to = File.Create(file))
            await Begun(to, head);
        (await Refused(file)).ShouldContain("names unknown tables");
    }

    [Fact]
    public async Task Something_else_altogether_is_refused()
    {
        var file = _old.At("notes.txt");
        await File.WriteAllTextAsync(file, "These are the notes of a long day.");
        (await Refused(file)).ShouldContain("not a backup of StreamActors");
        (await Refused(_old.At("nothing"))).ShouldContain("--from");
    }

    [Fact]
    public async Task Without_its_master_key_it_is_refused_naming_the_file_that_is_wanted()
    {
        var file = await _old.Taken("backup");
        var (missing, other) = (_old.At("missing.key"), _old.At("other.key"));
        (await Refused(file, key: missing)).ShouldContain($"'{missing}' is not there");
        await File.WriteAllTextAsync(other, Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
        File.SetUnixFileMode(other, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        (await Refused(file, key: other)).ShouldContain($"'{other}' is not the one");
        File.Exists(missing).ShouldBeFalse();

        var sealedFile = await _old.Taken("sealed", Passphrase);
        (await Refused(sealedFile, Passphrase, other)).ShouldContain("move it away");
    }

    [Fact]
    public async Task A_sealed_one_wants_its_passphrase()
    {
        var file = await _old.Taken("backup", Passphrase);
        (await Refused(file)).ShouldContain("--passphrase-file");
        (await Refused(file, "another passphrase")).ShouldContain("does not open with this passphrase");
    }

    [Theory, InlineData("SQLite"), InlineData("PostgreSQL")]
    public async Task Nothing_is_written_over(string dialect)
    {
        var file = await _old.Taken("backup");
        await using var used = await BackupSource.Of(dialect, events: 2);
        var before = await BackupSource.Everything(used.Database);
        var refused = await Should.ThrowAsync<BackupRefusedException>(() =>
            new Restore(used.Database, new MasterKeySource.KeptInFile(_old.KeyFile), BackupSource.Clock)
            .From(file, null, CancellationToken.None));
        refused.Message.ShouldContain("is not empty");
        (await BackupSource.Everything(used.Database)).ShouldBe(before);
    }

    [Fact]
    public async Task A_node_that_lives_on_the_database_is_named()
    {
        var file = await _old.Taken("backup");
        await using var taken = await FreshDatabase.Of("PostgreSQL");
        await taken.Database.Change(
            t => t.Run($"INSERT INTO node_lease (node, address, runtime, process, started, epoch, expires) VALUES ('studio-2', "
                + $"'http://x', 'embedded', 1, 0, 1, {Dialect.Postgres.Milliseconds} + 60000)"), CancellationToken.None);
        var refused = await Should.ThrowAsync<AlreadyRunningException>(() => BackupSource.Restore(taken, file, _old.KeyFile));
        refused.Message.ShouldContain("studio-2");
        (await BackupSource.Everything(taken.Database)).ShouldBeEmpty();
    }

    private async Task<string> Refused(string file, string? passphrase = null, string? key = null, string because = "")
    {
        var refused =
            await Should.ThrowAsync<Exception>(() => BackupSource.Restore(_fresh, file, key ?? _old.KeyFile, passphrase), because);
        refused.ShouldBeOfType<BackupRefusedException>(because);
        (await BackupSource.Everything(_fresh.Database)).ShouldBeEmpty();
        return refused.Message;
    }

    private static async Task Begun(Stream to, BackupHead head)
    {
        using var writer = new BackupWriter(to, null);
        await writer.Begin(head, CancellationToken.None);
        await writer.End(CancellationToken.None);
    }
}
