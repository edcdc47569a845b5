using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using StreamActors.Kernel;
using StreamActors.Testing;

namespace StreamActors.Storage.Tests.Secrets;

public sealed class MasterKeySpecs
{
    private static readonly Secret Clear = new("live_4711_hunter2");
    private static readonly StandingClock Clock = new();

    private static MasterKeySource Variable(string? text = null) =>
        new MasterKeySource.KeptInVariable("STREAMACTORS_MASTER_KEY",
        new Secret(text ?? Convert.ToBase64String(RandomNumberGenerator.GetBytes(32))));

    private static MasterKeySource Passphrase(string words) => new MasterKeySource.DerivedFromPassphrase(new Secret(words));

    [Fact]
    public async Task The_first_start_makes_a_key_file_that_only_its_owner_may_read()
    {
        await using var fresh = await FreshDatabase.Of("SQLite");
        using var vault = await VaultSpecs.Open(fresh);
        File.GetUnixFileMode(VaultSpecs.KeyPath(fresh)).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Directory.GetFiles(fresh.Folder, "master.key*")
            .ShouldBe([VaultSpecs.KeyPath(fresh), VaultSpecs.KeyPath(fresh) + ".lock"], ignoreOrder: true);
    }

    [Fact]
    public async Task Of_many_that_make_the_same_key_file_at_once_all_go_by_one_key()
    {
        await using var fresh = await FreshDatabase.Of("SQLite");
        for (var round = 0; round < 50; round++)
        {
            var path = Path.Combine(fresh.Folder, $"shared-{round}.key");
            using var line = new Barrier(4);
            var keys = await Task.WhenAll(Enumerable.Range(0, 4).Select(
                _ => Task.Factory.StartNew(Make, default, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap()));
            var onDisk = (await File.ReadAllTextAsync(path)).Trim();
            keys.ShouldAllBe(k => k.Print() == onDisk);

            async Task<MasterKey> Make()
            {
                line.SignalAndWait();
                return await new MasterKeyFile(path).ReadOrMake(default);
            }
        }
    }

    [Fact]
    public async Task Who_comes_while_another_process_makes_the_key_file_waits_for_it_and_takes_that_key()
    {
        await using var fresh = await FreshDatabase.Of("SQLite");
        var path = VaultSpecs.KeyPath(fresh);
        var other = FileLock.TryTake(path + ".lock").ShouldNotBeNull();
        var opening = new MasterKeyFile(path).ReadOrMake(default); // reaches the lock before it returns
        opening.IsCompleted.ShouldBeFalse("another is about to make it");

        var theirs = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
        await File.WriteAllTextAsync(path + ".theirs", theirs);
        File.SetUnixFileMode(path + ".theirs", UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.Move(path + ".theirs", path);
        other.Dispose();
        (await opening).Print().ShouldBe(theirs);
    }

    [Theory]
    [InlineData(UnixFileMode.GroupRead)]
    [InlineData(UnixFileMode.OtherRead)]
    [InlineData(UnixFileMode.GroupWrite)]
    public async Task A_key_file_that_others_may_touch_is_refused(UnixFileMode more)
    {
        await using var fresh = await FreshDatabase.Of("SQLite");
        (await VaultSpecs.Open(fresh)).Dispose();
        File.SetUnixFileMode(VaultSpecs.KeyPath(fresh), UnixFileMode.UserRead | UnixFileMode.UserWrite | more);
        var said = await Refusal(fresh, new MasterKeySource.KeptInFile(VaultSpecs.KeyPath(fresh)));
        said.ShouldEndWith($": run 'chmod 600 {VaultSpecs.KeyPath(fresh)}'.", Case.Sensitive, "never a new one while secrets hang on it");
    }

    [Fact]
    public async Task A_key_file_that_cannot_be_made_or_read_is_named_and_so_is_what_to_do()
    {
        await using var fresh = await FreshDatabase.Of("SQLite");
        var nowhere = Path.Combine(fresh.Folder, "no-such-folder", "master.key");
        (await Refusal(fresh, new MasterKeySource.KeptInFile(nowhere)))
            .ShouldSatisfyAllConditions(r => r.ShouldContain(nowhere), r => r.ShouldContain("make its folder"));
        (await Refusal(fresh, new MasterKeySource.KeptInFile(fresh.Folder)))
            .ShouldSatisfyAllConditions(r => r.ShouldContain(fresh.Folder), r => r.ShouldContain("cannot be read"));
    }

    [Fact]
    public async Task A_lost_key_file_is_never_replaced_by_a_new_one()
    {
        await using var fresh = await FreshDatabase.Of("SQLite");
        (await VaultSpecs.Open(fresh)).Dispose();
        File.Delete(VaultSpecs.KeyPath(fresh));
        (await Refusal(fresh, new MasterKeySource.KeptInFile(VaultSpecs.KeyPath(fresh)))).ShouldContain("restore that file");
        File.Exists(VaultSpecs.KeyPath(fresh)).ShouldBeFalse();
    }

    [Fact]
    public async Task Another_key_is_refused_and_the_refusal_does_not_print_it()
    {
        await using var fresh = await FreshDatabase.Of("SQLite");
        (await Vault.Open(fresh.Database, Variable(), null, Clock, default)).Dispose();
        var wrong = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
        var refusal = await Refusal(fresh, Variable(wrong));
        refusal.ShouldContain("STREAMACTORS_MASTER_KEY");
        refusal.ShouldNotContain(wrong);
    }

    [Theory]
    [InlineData("")]
    [InlineData("not base64!")]
    [InlineData("c2hvcnQ=")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task A_variable_without_32_bytes_is_refused(string text)
    {
        await using var fresh = await FreshDatabase.Of("SQLite");
        (await Refusal(fresh, Variable(text))).ShouldContain("32 bytes");
    }

    [Fact]
    public async Task A_variable_is_read_from_the_environment()
    {
        await using var fresh = await FreshDatabase.Of("SQLite");
        (await Refusal(fresh, new MasterKeySource.KeptInVariable("STREAMACTORS_TEST_NO_SUCH_VARIABLE")))
            .ShouldContain("STREAMACTORS_TEST_NO_SUCH_VARIABLE is empty");
        new MasterKeySource.KeptInVariable("PATH").Value!.Reveal().ShouldBe(Environment.GetEnvironmentVariable("PATH"));
    }

    [Theory, InlineData("SQLite"), InlineData("PostgreSQL")]
    public async Task A_passphrase_opens_on_every_node_and_a_mistyped_one_nowhere(string dialect)
    {
        await using var fresh = await FreshDatabase.Of(dialect);
        using var vault = await Vault.Open(fresh.Database, Passphrase("correct horse"), null, Clock, default);
        var box = await vault.Seal(Clear, default);
        await using var elsewhere = fresh.Another();
        using var node = await Vault.Open(elsewhere, Passphrase("correct horse"), null, Clock, default);
        (await node.Open(box, default)).ShouldBe(Clear);
        (await Refusal(fresh, Passphrase("correct hors"))).ShouldContain("not the one");
    }

    /// <summary>The first is a test vector of the reference implementation; the others were computed with it.</summary>
    [Theory]
    [InlineData("somesalt", 2u, 1u, "09316115d5cf24ed5a15a31a3ba326e5cf32edc24702987c02b6566f61913cf7")]
    [InlineData("sixteen-byte-sal", 3u, 1u, "0b104f87f690d0260aefd245786b78cb7a31134a196c1b859d159ce24800e076")]
    [InlineData("sixteen-byte-sal", 3u, 4u, "0f3eecb3ed3f655c29ad986269a8067629d6ac774cd0ba52df2df53f4453c293")]
    public void Argon2id_gives_what_the_reference_implementation_gives(string salt, uint passes, uint lanes, string hash) =>
        Convert.ToHexStringLower(Argon2.Hash("password"u8, Encoding.UTF8.GetBytes(salt), passes, 65536, lanes, 32)).ShouldBe(hash);

    [Fact]
    public void The_derivation_reads_as_it_was_written()
    {
        var derivation = KeyDerivation.Fresh();
        KeyDerivation.Parse(derivation.ToString()).ToString().ShouldBe(derivation.ToString());
        Should.Throw<MasterKeyRefusedException>(() => KeyDerivation.Parse("$argon2i$v=19$m=1,t=1,p=1$AAAA"));
    }

    public static TheoryData<string, string> Changes => new() { { "variable", "variable" }, { "variable", "passphrase" },
        { "passphrase", "passphrase" }, { "passphrase", "file" }, { "file", "variable" } };

    [Theory, MemberData(nameof(Changes))]
    public async Task A_new_source_with_the_old_one_named_as_previous_takes_everything_over_at_the_start(string from, string to)
    {
        await using var fresh = await FreshDatabase.Of("SQLite");
        var (old, next) = (Source(from, "old"), Source(to, "new"));
        using var before = await Vault.Open(fresh.Database, old, null, Clock, default);
        var (box, hash) = (await before.Seal(Clear, default), before.Hash("a"));

        using var turned = await Vault.Open(fresh.Database, next, old, Clock, default);
        (await turned.Open(box, default)).ShouldBe(Clear);
        using var after = await Vault.Open(fresh.Database, next, null, Clock, default);
        (await after.Open(box, default)).ShouldBe(Clear);
        after.Hash("a").ShouldBe(hash);
        using var still = await Vault.Open(fresh.Database, next, old, Clock, default);
        await Refusal(fresh, old);

        MasterKeySource Source(string sort, string words) => sort switch
        {
            "variable" => Variable(),
            "passphrase" => Passphrase(words),
            _ => new MasterKeySource.KeptInFile(VaultSpecs.KeyPath(fresh)),
        };
    }

    [Fact]
    public async Task A_key_that_is_not_in_a_file_is_not_rotated_behind_the_operators_back()
    {
        await using var fresh = await FreshDatabase.Of("SQLite");
        using var vault = await Vault.Open(fresh.Database, Variable(), null, Clock, default);
        (await Should.ThrowAsync<InvalidOperationException>(() => vault.RotateFile(default))).Message.ShouldContain("previous");
    }

    public enum CrashAt
    {
        BeforeTheRewrap,
        InTheMiddleOfIt,
        AfterItAndBeforeTheRename,
    }

    [Theory]
    [InlineData("SQLite", CrashAt.BeforeTheRewrap), InlineData("SQLite", CrashAt.InTheMiddleOfIt),
        InlineData("SQLite", CrashAt.AfterItAndBeforeTheRename)]
    [InlineData("PostgreSQL", CrashAt.BeforeTheRewrap), InlineData("PostgreSQL", CrashAt.InTheMiddleOfIt),
        InlineData("PostgreSQL", CrashAt.AfterItAndBeforeTheRename)]
    public async Task A_crash_while_rotating_leaves_one_key_that_opens_everything(string dialect, CrashAt at)
    {
        await using var fresh = await FreshDatabase.Of(dialect);
        var file = new MasterKeySource.KeptInFile(VaultSpecs.KeyPath(fresh));
        var crashing = new CrashingDatabase(fresh.Database);
        using var vault = await Vault.Open(crashing, file, null, Clock, default);
        var boxes = new List<SealedSecret>();
        for (var i = 0; i < 5; i++)
            boxes.Add(await vault.Seal(new Secret($"key {i}"), default));
        var before = await File.ReadAllTextAsync(file.Path);

        crashing.At = at;
        await Should.ThrowAsync<ProcessCrashed>(() => vault.RotateFile(default));
        File.Exists(file.Path + ".next").ShouldBeTrue("the crash came between the two files");

        using var restarted = await Vault.Open(fresh.Database, file, null, Clock, default);
        for (var i = 0; i < 5; i++)
            (await restarted.Open(boxes[i], default))!.Reveal().ShouldBe($"key {i}");
        Directory.GetFiles(fresh.Folder, "master.key*").ShouldBe([file.Path, file.Path + ".lock"], ignoreOrder: true);
        (await File.ReadAllTextAsync(file.Path) == before).ShouldBe(at != CrashAt.AfterItAndBeforeTheRename);
        await restarted.RotateFile(default);
    }

    [Fact]
    public async Task A_key_file_that_another_process_is_changing_is_left_alone()
    {
        await using var fresh = await FreshDatabase.Of("SQLite");
        using var vault = await VaultSpecs.Open(fresh);
        using var other = FileLock.TryTake(VaultSpecs.KeyPath(fresh) + ".lock");
        await File.WriteAllTextAsync(VaultSpecs.KeyPath(fresh) + ".next", Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
        File.SetUnixFileMode(VaultSpecs.KeyPath(fresh) + ".next", UnixFileMode.UserRead | UnixFileMode.UserWrite);
        using var started = await VaultSpecs.Open(fresh);
        File.Exists(VaultSpecs.KeyPath(fresh) + ".next").ShouldBeTrue("it may be about to become the only key");
        await Should.ThrowAsync<MasterKeyRefusedException>(() => vault.RotateFile(default));
    }

    [Fact]
    public async Task A_commit_of_which_nobody_knows_the_outcome_is_settled_by_the_check_value()
    {
        await using var fresh = await FreshDatabase.Of("SQLite");
        var lost = new CrashingDatabase(fresh.Database) { Failure = () => new OutcomeUnknownException("lost") };
        using var vault = await Vault.Open(lost, new MasterKeySource.KeptInFile(VaultSpecs.KeyPath(fresh)), null, Clock, default);
        var box = await vault.Seal(Clear, default);
        lost.At = CrashAt.AfterItAndBeforeTheRename;
        await vault.RotateFile(default);
        (await vault.Open(box, default)).ShouldBe(Clear);
        File.Exists(VaultSpecs.KeyPath(fresh) + ".next").ShouldBeFalse();
    }

    private static async Task<string> Refusal(FreshDatabase fresh, MasterKeySource source) =>
        (await Should.ThrowAsync<MasterKeyRefusedException>(() => Vault.Open(fresh.Database, source, null, Clock, default))).Message;

    private sealed class ProcessCrashed : Exception;

    private sealed class CrashingDatabase(IDatabase inner) : IDatabase
    {
        public CrashAt? At { get; set; }

        public Func<Exception> Failure { get; init; } = () => new ProcessCrashed();

        public string Description => inner.Description;

        public Dialect Dialect => inner.Dialect;

        public long Commits => inner.Commits;

        public Task<T> Read<T>(Func<DbConnection, Task<T>> work, CancellationToken stop) => inner.Read(work, stop);

        public async Task<T> Change<T>(Func<DbTransaction, Task<T>> work, CancellationToken stop)
        {
            var at = At;
            At = null;
            if (at is CrashAt.BeforeTheRewrap)
                throw Failure();
            var result = await inner.Change(
                async transaction =>
                {
                    var done = await work(transaction);
                    return at is CrashAt.InTheMiddleOfIt ? throw Failure() : done; // before the commit, so it is rolled back
                },
                stop);
            return at is CrashAt.AfterItAndBeforeTheRename ? throw Failure() : result;
        }

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
