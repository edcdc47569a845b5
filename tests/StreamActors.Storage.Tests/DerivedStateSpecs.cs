namespace StreamActors.Storage.Tests;

public sealed class Derived_state_on_SQLite : DerivedStateSpecs<SqlitePlace>;

public sealed class Derived_state_on_PostgreSQL : DerivedStateSpecs<PostgresPlace>;

/// <summary>Derived state is handed out as it was stored, for the journal it was derived from, or not at all.</summary>
public abstract class DerivedStateSpecs<TPlace> : StorageSpecs<TPlace>
    where TPlace : DatabasePlace, new()
{
    private static readonly byte[] Content = [.. Enumerable.Range(0, 100_000).Select(n => (byte)n)];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sa-state-");

    private string Path => System.IO.Path.Combine(_folder.FullName, "some.state");

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        await Stage.Journal.Append(Sample.Id(1), 0, Sample.Writer, Sample.Counts(1, 30));
    }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task It_is_found_again_after_more_was_stored_and_only_its_owner_can_read_it()
    {
        (await Loaded()).ShouldBeNull();
        await Save(upTo: 20);
        await Stage.Journal.Append(Sample.Id(1), 30, Sample.Writer, Sample.Counts(31, 30));
        (await Loaded()).ShouldBe(Content);
        File.GetUnixFileMode(Path).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public async Task A_damaged_or_cut_file_is_not_used()
    {
        await Save(upTo: 30);
        var whole = await File.ReadAllBytesAsync(Path);
        var lot = new Random(1);
        int[] bytes = [0, 7, 8, 15, 16, 47, 48, whole.Length - 32, whole.Length - 1,
            .. Enumerable.Range(0, 20).Select(_ => lot.Next(whole.Length))];
        foreach (var at in bytes)
        {
            byte[] damaged = [.. whole];
            damaged[at] ^= (byte)lot.Next(1, 256);
            await File.WriteAllBytesAsync(Path, damaged);
            (await Loaded()).ShouldBeNull($"byte {at}");
            await File.WriteAllBytesAsync(Path, whole[..at]);
            (await Loaded()).ShouldBeNull($"cut at {at}");
        }
        await File.WriteAllBytesAsync(Path, whole);
        (await Loaded()).ShouldBe(Content);
    }

    [Fact]
    public async Task A_journal_that_ends_before_it_is_another_one()
    {
        await Save(upTo: 30);
        await Stage.Sql("DELETE FROM journal WHERE ordering > 25");
        (await Loaded()).ShouldBeNull();
    }

    [Fact]
    public async Task A_journal_that_lacks_an_event_before_its_end_is_another_one()
    {
        await Save(upTo: 30);
        await Stage.Sql("DELETE FROM journal WHERE ordering = 25");
        (await Loaded()).ShouldBeNull();
    }

    [Fact]
    public async Task A_journal_that_went_on_differently_is_another_one()
    {
        await Save(upTo: 30);
        await Stage.Sql("UPDATE journal SET writer_uuid = 'another' WHERE ordering = 30");
        (await Loaded()).ShouldBeNull();
    }

    [Fact]
    public async Task A_restored_journal_is_another_one()
    {
        await Save(upTo: 30);
        Clock.Advance(TimeSpan.FromSeconds(1));
        await Stage.Sql("UPDATE schema_version SET applied = @now", ("now", Clock.GetUtcNow().Ticks));
        (await Loaded()).ShouldBeNull();
    }

    [Fact]
    public async Task What_a_killed_process_has_half_written_is_deleted_by_the_next_that_writes()
    {
        await File.WriteAllTextAsync(Path + ".12345.half", "half");
        await Save(upTo: 30);
        _folder.GetFiles().Select(file => file.Name).ShouldBe(["some.state"]);
    }

    private DerivedStateFile State() => new(Stage.Database, Path, Stage.Log.For<DerivedStateFile>());

    private Task Save(long upTo) => State().Save(upTo, stream => stream.Write(Content), CancellationToken.None);

    private async Task<byte[]?> Loaded()
    {
        await using var stream = await State().Load(CancellationToken.None);
        if (stream is null)
            return null;
        using var copy = new MemoryStream();
        await stream.CopyToAsync(copy);
        return copy.ToArray();
    }
}
