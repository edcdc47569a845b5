using StreamActors.Domain.Workloads;

namespace StreamActors.OnAir.Tests.Plans;

public sealed class MediaFolderSpecs : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("sa-media-").FullName;
    private readonly MediaFolder _folder;

    public MediaFolderSpecs()
    {
        Directory.CreateDirectory(Path.Combine(_root, "media", "clips"));
        File.WriteAllText(Path.Combine(_root, "media", "clips", "a b.ts"), "");
        File.WriteAllText(Path.Combine(_root, "secret.ts"), "");
        _folder = new MediaFolder(Path.Combine(_root, "media"));
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Theory]
    [InlineData("/clips/a%20b.ts")]
    [InlineData("/clips/./a b.ts")]
    public void A_file_in_the_folder_is_found(string path) => _folder.ToRead(path).ShouldBe(Path.Combine(_root, "media", "clips", "a b.ts"));

    [Theory]
    [InlineData("/../secret.ts")]
    [InlineData("/%2e%2e/secret.ts")]
    [InlineData("/clips/../../secret.ts")]
    [InlineData("/")]
    public void What_leads_out_of_the_folder_is_refused(string path) => End(() => _folder.ToRead(path)).Class.ShouldBe(ErrorClass.BadUrl);

    [Fact]
    public void A_link_out_of_the_folder_is_refused_as_a_file_and_as_a_folder_on_the_way()
    {
        File.CreateSymbolicLink(Path.Combine(_root, "media", "link.ts"), Path.Combine(_root, "secret.ts"));
        Directory.CreateSymbolicLink(Path.Combine(_root, "media", "way"), _root);
        End(() => _folder.ToRead("/link.ts")).Class.ShouldBe(ErrorClass.BadUrl);
        End(() => _folder.ToRead("/way/secret.ts")).Class.ShouldBe(ErrorClass.BadUrl);
        End(() => _folder.ToWrite("/way/new.ts")).Class.ShouldBe(ErrorClass.BadUrl);
    }

    [Fact]
    public void A_file_that_is_not_there_is_not_found() => End(() => _folder.ToRead("/clips/b.ts")).Class.ShouldBe(ErrorClass.NotFound);

    [Fact]
    public void A_recording_gets_its_folders_made()
    {
        _folder.ToWrite("/2026/show.ts").ShouldBe(Path.Combine(_root, "media", "2026", "show.ts"));
        Directory.Exists(Path.Combine(_root, "media", "2026")).ShouldBeTrue();
    }

    [Fact]
    public void What_was_recorded_before_is_never_written_over()
    {
        var now = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
        string[] names = ["show.ts", "show-20260102T030405.ts", "show-20260102T030405-1.ts"];
        foreach (var name in names)
        {
            var full = _folder.ToWriteAnew("/show.ts", now);
            Path.GetFileName(full).ShouldBe(name);
            File.WriteAllText(full, "");
        }
    }

    [Fact]
    public void A_recording_leaves_the_rest_of_the_disk_alone()
    {
        _folder.Guard(0).Look().ShouldBeNull();
        var full = _folder.Guard(long.MaxValue).Look().ShouldNotBeNull();
        full.Class.ShouldBe(ErrorClass.Resources);
        full.Sentence.ShouldContain("disk");
    }

    private static DriverEnd End(Action act) => Should.Throw<NotStartedException>(act).End;
}
