using StreamActors.Kernel;

namespace StreamActors.Storage.Tests.Backups;

/// <summary>Data of one machine is restored on another, with either database.</summary>
public sealed class BackupSpecs
{
    private const string Passphrase = "a passphrase of the house";

    [Theory]
    [InlineData("SQLite", "SQLite")]
    [InlineData("SQLite", "PostgreSQL")]
    [InlineData("PostgreSQL", "SQLite")]
    [InlineData("PostgreSQL", "PostgreSQL")]
    public async Task Everything_is_there_again_and_what_is_stored_next_comes_after_it(string from, string into)
    {
        await using var old = await BackupSource.Of(from);
        var file = await old.Taken("backup");
        await using var fresh = await FreshDatabase.Of(into);
        var restored = await BackupSource.Restore(fresh, file, old.KeyFile);

        (restored.Events, restored.Keys, restored.Node, restored.KeyPutInto).ShouldBe((80, 3, "studio-1", null));
        (await BackupSource.Everything(fresh.Database)).ShouldBe(await BackupSource.Everything(old.Database));
        using var vault =
            await Vault.Open(fresh.Database, new MasterKeySource.KeptInFile(old.KeyFile), null, BackupSource.Clock, CancellationToken.None);
        (await vault.Open(old.Box, CancellationToken.None)).ShouldNotBeNull().Reveal().ShouldBe("canary-live-key");
        vault.Hash("udp:5004").ShouldBe(old.Vault.Hash("udp:5004"));

        await using var stage = new OpenedStorage(fresh.Another(), BackupSource.Clock);
        await JournalOpening.Run(stage.Database, Sample.Words, BackupSource.Clock, CancellationToken.None);
        await stage.Journal.Append(Sample.Id(1), 2, Sample.Writer, [Sample.Count(3)]);
        (await stage.All(Sample.Id(1)))[^1].Position.ShouldBeGreaterThan(80);
        (await stage.Verify.All(10, CancellationToken.None)).Findings.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_master_key_is_not_in_it_and_no_secret_in_clear()
    {
        await using var old = await BackupSource.Of("SQLite");
        var bytes = await File.ReadAllTextAsync(await old.Taken("backup"));
        bytes.ShouldNotContain((await File.ReadAllTextAsync(old.KeyFile)).Trim());
        bytes.ShouldNotContain("canary");
    }

    [Fact]
    public async Task Sealed_as_a_whole_it_brings_its_master_key_along_and_shows_nothing()
    {
        await using var old = await BackupSource.Of("SQLite");
        var file = await old.Taken("backup", Passphrase);
        var bytes = await File.ReadAllTextAsync(file);
        bytes.ShouldNotContain("sample/s1");
        bytes.ShouldNotContain((await File.ReadAllTextAsync(old.KeyFile)).Trim());

        await using var fresh = await FreshDatabase.Of("SQLite");
        var keyFile = Path.Combine(fresh.Folder, "new.key");
        (await BackupSource.Restore(fresh, file, keyFile, Passphrase)).KeyPutInto.ShouldBe(keyFile);
        (await File.ReadAllTextAsync(keyFile)).ShouldBe(await File.ReadAllTextAsync(old.KeyFile));
        ((int)(File.GetUnixFileMode(keyFile) & (UnixFileMode)0b000_111_111)).ShouldBe(0);
        (await BackupSource.Everything(fresh.Database)).ShouldBe(await BackupSource.Everything(old.Database));
    }

    [Fact]
    public async Task A_master_key_from_a_passphrase_needs_nothing_but_the_passphrase()
    {
        await using var old = await BackupSource.Of("SQLite", events: 1);
        var words = new MasterKeySource.DerivedFromPassphrase(new Secret("words that nobody guesses"));
        using var vault =
            await Vault.Open(old.Database, words, new MasterKeySource.KeptInFile(old.KeyFile), BackupSource.Clock, CancellationToken.None);
        var file = await old.Taken("backup");
        await using var fresh = await FreshDatabase.Of("SQLite");
        await new Restore(fresh.Database, words, BackupSource.Clock).From(file, null, CancellationToken.None);
        using var again = await Vault.Open(fresh.Database, words, null, BackupSource.Clock, CancellationToken.None);
        (await again.Open(old.Box, CancellationToken.None)).ShouldNotBeNull().Reveal().ShouldBe("canary-live-key");
    }

    [Theory, InlineData("SQLite"), InlineData("PostgreSQL")]
    public async Task Those_who_write_meanwhile_wait_for_nothing_and_are_not_in_it(string dialect)
    {
        await using var old = await BackupSource.Of(dialect, events: 3000);
        var before = await BackupSource.Everything(old.Database);
        using var backup = new Backup(old.Database, old.Vault, "studio-1", BackupSource.Clock);
        var file = old.At("backup");
        await using (var held = new HeldStream(File.Create(file)))
        {
            var writing = backup.Write(held, null, CancellationToken.None);
            await held.Reached;
            for (var n = 5001; n <= 5040; n++)
                await old.Journal.Append(Sample.Id(n), 0, Sample.Writer, [Sample.Count(n)]);
            await old.Vault.Destroy(old.Box, CancellationToken.None);
            writing.IsCompleted.ShouldBeFalse();
            (await Should.ThrowAsync<BackupRefusedException>(
                () => backup.Write(Stream.Null, null, CancellationToken.None))).Message.ShouldContain("Another backup");
            held.GoOn();
            await writing;
        }
        await using var fresh = await FreshDatabase.Of("SQLite");
        await BackupSource.Restore(fresh, file, old.KeyFile);
        (await BackupSource.Everything(fresh.Database)).ShouldBe(before);
    }

    [Theory, InlineData("SQLite"), InlineData("PostgreSQL")]
    public async Task Every_table_is_kept_or_left_out_on_purpose(string dialect)
    {
        await using var fresh = await FreshDatabase.Of(dialect);
        var tables =
            await fresh.Database.Read(
            c => c.Command(dialect == "SQLite" ? "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
                : "SELECT tablename FROM pg_tables WHERE schemaname = 'public'").All(r => r.GetString(0)), CancellationToken.None);
        tables.ShouldBe(BackupTable.All.Select(t => t.Name).Concat(BackupTable.LeftOut), ignoreOrder: true);
        foreach (var table in BackupTable.All)
        {
            var columns = await fresh.Database.Read(async c =>
            {
                await using var command = c.CreateCommand();
                command.CommandText = $"SELECT * FROM {table.Name}";
                await using var reader = await command.ExecuteReaderAsync();
                return Enumerable.Range(0, reader.FieldCount).Select(reader.GetName).ToList();
            }, CancellationToken.None);
            columns.ShouldBe(table.Columns.Select(c => c.Name), ignoreOrder: true, table.Name);
        }
    }

    /// <summary>A client that stops reading after the first megabyte.</summary>
    private sealed class HeldStream(Stream inner) : Stream
    {
        private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously), _on =
            new(TaskCreationOptions.RunContinuationsAsynchronously);
        private long _written;

        public Task Reached => _reached.Task.WaitAsync(TimeSpan.FromSeconds(60));

        public void GoOn() => _on.TrySetResult();

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if ((_written += buffer.Length) > 200_000)
            {
                _reached.TrySetResult();
                await _on.Task;
            }
            await inner.WriteAsync(buffer, cancellationToken);
        }

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override void Flush() => inner.Flush();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => inner.Write(buffer, offset, count);

        protected override void Dispose(bool disposing)
        {
            inner.Dispose();
            base.Dispose(disposing);
        }
    }
}
