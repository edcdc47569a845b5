using System.Security.Cryptography;
using System.Text;
using StreamActors.Kernel;
using StreamActors.Testing;

namespace StreamActors.Storage.Tests.Secrets;

public sealed class VaultSpecs
{
    private static readonly Secret Clear = new("live_4711_hunter2");
    private static readonly StandingClock Clock = new();

    [Theory, InlineData("SQLite"), InlineData("PostgreSQL")]
    public async Task What_was_sealed_opens_also_after_a_restart(string dialect)
    {
        await using var fresh = await FreshDatabase.Of(dialect);
        using var vault = await Open(fresh);
        var box = await vault.Seal(Clear, default);
        (await vault.Open(box, default)).ShouldBe(Clear);

        using var restarted = await Open(fresh);
        (await restarted.Open(box, default)).ShouldBe(Clear);
        restarted.Hash("a").ShouldBe(vault.Hash("a"));
    }

    [Fact]
    public async Task The_same_secret_twice_has_nothing_in_common()
    {
        await using var fresh = await FreshDatabase.Of("SQLite");
        using var vault = await Open(fresh);
        var (one, two) = (await vault.Seal(Clear, default), await vault.Seal(Clear, default));
        one.Key.ShouldNotBe(two.Key);
        one.Cipher.ShouldNotBe(two.Cipher);
    }

    [Fact]
    public async Task The_same_secret_is_known_again_without_anything_stored_that_tells_it()
    {
        await using var fresh = await FreshDatabase.Of("SQLite");
        using var vault = await Open(fresh);
        var (box, other) = (await vault.Seal(Clear, default), await vault.Seal(new Secret("other"), default));
        (await vault.Holds(box, Clear, default)).ShouldBeTrue();
        (await vault.Holds(box, new Secret("other"), default)).ShouldBeFalse();
        (await vault.Holds(box with { Cipher = other.Cipher }, Clear, default))
            .ShouldBeFalse("what does not open is replaced by what is given");
        using var restarted = await Open(fresh);
        (await restarted.Holds(box, Clear, default)).ShouldBeTrue();
        await vault.Destroy(box, default);
        (await vault.Holds(box, Clear, default)).ShouldBeFalse("what was destroyed must be sealed anew");
    }

    [Fact]
    public async Task A_cipher_text_opens_under_its_own_key_id_only()
    {
        await using var fresh = await FreshDatabase.Of("SQLite");
        using var vault = await Open(fresh);
        var (one, two) = (await vault.Seal(Clear, default), await vault.Seal(new Secret("other"), default));
        await Should.ThrowAsync<CryptographicException>(async () => await vault.Open(one with { Cipher = two.Cipher }, default));

        // Not even if the encrypted data key is moved along with it.
        await fresh.Database.Change(
            t => t.Run("UPDATE data_keys SET wrapped = (SELECT wrapped FROM data_keys WHERE id = @two) WHERE id = @one",
                ("one", one.Key.ToString("N")), ("two", two.Key.ToString("N"))), default);
        await Should.ThrowAsync<MasterKeyRefusedException>(async () => await vault.Open(one with { Cipher = two.Cipher }, default));
    }

    [Theory, InlineData("SQLite"), InlineData("PostgreSQL")]
    public async Task A_destroyed_secret_opens_never_again_and_its_siblings_do(string dialect)
    {
        await using var fresh = await FreshDatabase.Of(dialect);
        using var vault = await Open(fresh);
        var (gone, kept) = (await vault.Seal(Clear, default), await vault.Seal(new Secret("kept"), default));
        await vault.Destroy(gone, default);
        await vault.Destroy(gone, default);
        (await vault.Open(gone, default)).ShouldBeNull();
        (await vault.Open(kept, default))!.Reveal().ShouldBe("kept");
        using var restarted = await Open(fresh);
        (await restarted.Open(gone, default)).ShouldBeNull();
    }

    [Fact]
    public async Task On_SQLite_no_byte_of_a_destroyed_key_is_left_in_the_files()
    {
        await using var fresh = await FreshDatabase.Of("SQLite");
        using var vault = await Open(fresh);
        var boxes = new List<SealedSecret>();
        for (var i = 0; i < 20; i++)
            boxes.Add(await vault.Seal(Clear, default));
        var wrapped =
            (await fresh.Database.Read(
            c => c.One<byte[]>("SELECT wrapped FROM data_keys WHERE id = @id", ("id", boxes[7].Key.ToString("N"))), default))!;
        Holds(fresh, wrapped).ShouldBeTrue("or this test looks in the wrong place");

        await vault.Destroy(boxes[7], default);
        Holds(fresh, wrapped).ShouldBeFalse();
    }

    [Fact]
    public async Task On_SQLite_a_destroyed_key_leaves_no_copy_that_a_page_split_made_of_it()
    {
        await using var fresh = await FreshDatabase.Of("SQLite");
        using var vault = await Open(fresh);
        await vault.Destroy(await vault.Seal(Clear, default), default);
        var boxes = new List<SealedSecret>();
        for (var i = 0; i < 200; i++) // several pages of keys, in no order
            boxes.Add(await vault.Seal(Clear, default));
        var wrapped = await Wrapped(fresh);
        wrapped.Count.ShouldBeGreaterThan(200);
        foreach (var box in boxes)
            await vault.Destroy(box, default);

        var kept = (await Wrapped(fresh)).Select(Convert.ToHexString).ToHashSet();
        wrapped.Where(w => !kept.Contains(Convert.ToHexString(w))).Count(w => Holds(fresh, w)).ShouldBe(0);
    }

    [Fact]
    public async Task On_SQLite_nothing_of_the_old_master_key_s_wrapping_is_left_after_a_rotation()
    {
        await using var fresh = await FreshDatabase.Of("SQLite");
        using var vault = await Open(fresh);
        for (var i = 0; i < 100; i++)
            await vault.Seal(Clear, default);
        var before = await Wrapped(fresh);
        await vault.RotateFile(default);
        before.Count(w => Holds(fresh, w)).ShouldBe(0);
    }

    [Fact]
    public async Task Neither_secret_nor_keys_lie_in_clear_in_the_database()
    {
        await using var fresh = await FreshDatabase.Of("SQLite");
        using var vault = await Open(fresh);
        await vault.Seal(Clear, default);
        Holds(fresh, Encoding.UTF8.GetBytes(Clear.Reveal())).ShouldBeFalse();
        Holds(fresh, Convert.FromBase64String(await File.ReadAllTextAsync(KeyPath(fresh)))).ShouldBeFalse();
    }

    [Theory, InlineData("SQLite"), InlineData("PostgreSQL")]
    public async Task A_new_master_key_opens_everything_and_the_old_one_nothing(string dialect)
    {
        await using var fresh = await FreshDatabase.Of(dialect);
        using var vault = await Open(fresh);
        var box = await vault.Seal(Clear, default);
        var (hash, old) = (vault.Hash("udp://a", "key"), await File.ReadAllTextAsync(KeyPath(fresh)));

        await vault.RotateFile(default);
        (await File.ReadAllTextAsync(KeyPath(fresh))).ShouldNotBe(old);
        (await vault.Open(box, default)).ShouldBe(Clear);
        vault.Hash("udp://a", "key").ShouldBe(hash);
        using var restarted = await Open(fresh);
        (await restarted.Open(box, default)).ShouldBe(Clear);
        restarted.Hash("udp://a", "key").ShouldBe(hash, "reservations are named by it");

        var stolen = new MasterKeySource.KeptInVariable("STOLEN", new Secret(old));
        await Should.ThrowAsync<MasterKeyRefusedException>(() => Vault.Open(fresh.Database, stolen, null, Clock, default));
    }

    [Theory, InlineData("SQLite"), InlineData("PostgreSQL")]
    public async Task A_process_that_missed_the_rotation_takes_up_the_new_key_file_by_itself(string dialect)
    {
        await using var fresh = await FreshDatabase.Of(dialect);
        using var first = await Open(fresh);
        using var second = await Open(fresh);
        var box = await first.Seal(Clear, default);
        await first.RotateFile(default);
        (await second.Open(box, default)).ShouldBe(Clear);

        await first.RotateFile(default);
        var another = await second.Seal(new Secret("after"), default);
        (await first.Open(another, default))!.Reveal().ShouldBe("after");
    }

    [Theory, InlineData("SQLite"), InlineData("PostgreSQL")]
    public async Task Sealing_on_one_node_while_another_rotates_loses_no_secret(string dialect)
    {
        await using var fresh = await FreshDatabase.Of(dialect);
        await using var elsewhere = fresh.Another();
        using var rotating = await Open(fresh);
        using var sealing = await Vault.Open(elsewhere, new MasterKeySource.KeptInFile(KeyPath(fresh)), null, Clock, default);
        using var done = new CancellationTokenSource();
        var boxes = new List<SealedSecret>();
        var work = Task.Run(async () =>
        {
            while (!done.IsCancellationRequested)
                boxes.Add(await sealing.Seal(Clear, default));
        });
        for (var i = 0; i < 30; i++)
            await rotating.RotateFile(default);
        await done.CancelAsync();
        await work;
        foreach (var box in boxes)
            (await rotating.Open(box, default)).ShouldBe(Clear);
    }

    [Fact]
    public async Task The_keyed_hash_keeps_words_apart_and_fits_into_an_id()
    {
        await using var fresh = await FreshDatabase.Of("SQLite");
        await using var other = await FreshDatabase.Of("SQLite");
        using var vault = await Open(fresh);
        using var elsewhere = await Open(other);
        vault.Hash("ab", "c").ShouldNotBe(vault.Hash("a", "bc"));
        vault.Hash("a").ShouldNotBe(elsewhere.Hash("a"));
        EntityId.IsWellFormed("dest~" + Convert.ToHexStringLower(vault.Hash("a"))).ShouldBeTrue();
    }

    internal static string KeyPath(FreshDatabase fresh) => Path.Combine(fresh.Folder, "master.key");

    internal static Task<Vault> Open(FreshDatabase fresh) =>
        Vault.Open(fresh.Database, new MasterKeySource.KeptInFile(KeyPath(fresh)), null, Clock, default);

    private static Task<List<byte[]>> Wrapped(FreshDatabase fresh) =>
        fresh.Database.Read(c => c.Command("SELECT wrapped FROM data_keys").All(r => r.GetFieldValue<byte[]>(0)), default);

    private static bool Holds(FreshDatabase fresh, byte[] bytes) =>
        Directory.EnumerateFiles(fresh.Folder, "test.db*").Any(f => Bytes(f).AsSpan().IndexOf(bytes) >= 0);

    private static byte[] Bytes(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }
}
