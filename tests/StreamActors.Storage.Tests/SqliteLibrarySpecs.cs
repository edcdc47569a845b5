using System.Diagnostics;

namespace StreamActors.Storage.Tests;

public sealed class SqliteLibrarySpecs
{
    [Theory]
    [InlineData(3_040_001, "3.40.1")]
    [InlineData(3_051_002, "3.51.2")]
    public void A_SQLite_that_can_lose_committed_transactions_is_refused_with_its_version(int number, string version) =>
        Should.Throw<JournalRefusedException>(() => SqliteLibrary.Check(number, version)).Message.ShouldSatisfyAllConditions(
            m => m.ShouldContain(version), m => m.ShouldContain("3.51.3"), m => m.ShouldContain("committed transactions"));

    [Theory]
    [InlineData(3_051_003, "3.51.3")]
    [InlineData(3_053_004, "3.53.4")]
    public void A_repaired_one_is_taken(int number, string version) => SqliteLibrary.Check(number, version);

    [Fact]
    public async Task The_one_that_runs_is_our_own_and_not_the_system_s()
    {
        await using var fresh = await FreshDatabase.Of("SQLite");
        var version = await fresh.Database.Read(c => c.One<string>("SELECT sqlite_version()"), default);
        Version.Parse(version!).ShouldBeGreaterThanOrEqualTo(new Version(3, 53));
        using var self = Process.GetCurrentProcess();
        self.Modules.Cast<ProcessModule>().Where(m => m.ModuleName.Contains("sqlite3.so", StringComparison.Ordinal))
            .ShouldAllBe(m => m.FileName.StartsWith(AppContext.BaseDirectory, StringComparison.Ordinal));
    }
}
