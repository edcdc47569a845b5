using StreamActors.Domain.Workloads;

namespace StreamActors.Streaming.Tests.Plans;

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
    public void A_file_in_the_folder_is_found(string path) =>
    _folder.ToRead(path).ShouldBe(Path.Combine(_root, "media", "clips", "a b.ts"));

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

    [Theory]
    [InlineData("way/secret.ts")] // inside by its name, and outside by the link on the way
    [InlineData("clips/../../secret.ts")]
    [InlineData("two.ts")]
    public void A_link_that_leads_out_by_another_link_is_refused(string target)
    {
        Directory.CreateSymbolicLink(Path.Combine(_root, "media", "way"), _root);
        File.CreateSymbolicLink(Path.Combine(_root, "media", "two.ts"), target);
        End(() => _folder.ToRead("/two.ts")).Class.ShouldBe(ErrorClass.BadUrl);
        End(() => _folder.ToWrite("/two.ts")).Class.ShouldBe(ErrorClass.BadUrl);
    }

    [Fact]
    public void A_media_folder_may_be_a_link_itself_and_links_within_it_are_followed()
    {
        Directory.CreateSymbolicLink(Path.Combine(_root, "linked"), Path.Combine(_root, "media"));
        File.CreateSymbolicLink(Path.Combine(_root, "media", "same.ts"), "clips/a b.ts");
        new MediaFolder(Path.Combine(_root, "linked")).ToRead("/same.ts").ShouldBe(Path.Combine(_root, "linked", "same.ts"));
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
        string[] names = ["show.ts", "show-20260102T030405Z.ts", "show-20260102T030405Z-1.ts"];
        foreach (var name in names)
        {
            var full = _folder.ToWriteAnew("/show.ts", now);
            Path.GetFileName(full).ShouldBe(name);
            File.WriteAllText(full, "media");
        }
    }

    [Fact]
    public void A_file_that_a_full_disk_left_empty_is_used_again()
    {
        File.WriteAllText(_folder.ToWriteAnew("/show.ts", DateTimeOffset.UnixEpoch), "");
        Path.GetFileName(_folder.ToWriteAnew("/show.ts", DateTimeOffset.UnixEpoch)).ShouldBe("show.ts");
    }

    [Fact]
    public void A_recording_leaves_the_rest_of_the_disk_alone()
    {
        _folder.Guard(0, TimeProvider.System).Check().ShouldBeNull();
        var full = _folder.Guard(long.MaxValue, TimeProvider.System).Check().ShouldNotBeNull();
        full.Class.ShouldBe(ErrorClass.Resources);
        full.Sentence.ShouldContain("disk");
    }

    [Fact]
    public void A_recording_ends_where_the_clock_is_set_back_and_not_where_it_is_set_forward()
    {
        var clock = new SteppedClock();
        var guard = _folder.Guard(0, clock);
        clock.Step = TimeSpan.FromHours(1);
        guard.Check().ShouldBeNull();
        clock.Step = TimeSpan.FromSeconds(-2);
        guard.Check().ShouldNotBeNull().Sentence.ShouldContain("clock");
    }

    [Theory]
    [InlineData("show", new string[0])]
    [InlineData("show", new[] { "show-20260102T030404Z.ts", "show.ts", "shows-20260102T030405Z.ts", "show-20260102T030405Z.mp4" })]
    [InlineData("show-1", new[] { "show-20260102T030405Z.ts" })] // stopped and started within the same second
    [InlineData("show-1", new[] { "show-20260102T040000Z.ts" })] // the clock was set back
    [InlineData("show-2", new[] { "show-20260102T040000Z.ts", "show-1-20260102T030405Z.ts" })]
    public void Segments_get_a_name_under_which_nothing_of_their_time_is_recorded(string name, string[] there)
    {
        foreach (var file in there)
            File.WriteAllText(Path.Combine(_root, "media", file), "");
        _folder.ToWriteSegments("/show.ts", new DateTimeOffset(2026, 1, 2, 4, 4, 5, TimeSpan.FromHours(1)))
            .ShouldBe(Path.Combine(_root, "media", $"{name}.ts"));
    }

    private sealed class SteppedClock : TimeProvider
    {
        public TimeSpan Step { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Step;
    }

    private static DriverEnd End(Action act) => Should.Throw<NotStartedException>(act).End;
}
