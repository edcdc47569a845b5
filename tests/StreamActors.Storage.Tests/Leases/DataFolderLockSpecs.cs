using System.Diagnostics;

namespace StreamActors.Storage.Tests.Leases;

public sealed class DataFolderLockSpecs : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sa-lock-").FullName;

    [Fact]
    public void A_second_start_on_one_folder_is_refused_and_names_the_first()
    {
        using var first = Take(4711);
        Should.Throw<AlreadyRunningException>(() => Take(4712)).Message.ShouldSatisfyAllConditions(
            m => m.ShouldContain("process 4711"), m => m.ShouldContain("since 2026-01-02 03:04:05Z"),
            m => m.ShouldContain("url http://127.0.0.1:1"), m => m.ShouldContain(_folder));
    }

    [Fact]
    public void Once_it_is_given_back_the_next_may_start_and_the_first_may_not_send()
    {
        var first = Take(1);
        first.MaySend.ShouldBeTrue();
        first.Dispose();
        first.MaySend.ShouldBeFalse();
        Take(2).Dispose();
        Take(3).Dispose();
    }

    [Fact]
    public async Task A_process_that_was_killed_leaves_no_lock_behind()
    {
        // flock(1) takes the same lock: a real other process, which is then killed while it holds the lock.
        using var other =
            Process.Start(new ProcessStartInfo("flock", ["--no-fork", Path.Combine(_folder, "lock"), "sh", "-c",
            "echo locked; exec sleep 600"]) { RedirectStandardOutput = true })!;
        (await other.StandardOutput.ReadLineAsync()).ShouldBe("locked");
        Should.Throw<AlreadyRunningException>(() => Take(1));
        other.Kill();
        await other.WaitForExitAsync();
        using var next = Take(2);
        next.MaySend.ShouldBeTrue();
    }

    [Fact]
    public async Task A_child_of_the_server_does_not_inherit_the_lock()
    {
        var first = Take(1);
        using var child = Process.Start(new ProcessStartInfo("sleep", ["600"]))!;
        first.Dispose();
        Take(2).Dispose();
        child.Kill();
        await child.WaitForExitAsync();
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private DataFolderLock Take(int process) =>
        DataFolderLock.Take(_folder, process, new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero), "http://127.0.0.1:1");
}
