using System.Text;
using StreamActors.Wire;

namespace StreamActors.Http.Tests;

/// <summary>The backup endpoint. The content of a backup is tested with the storage.</summary>
public sealed class BackupSpecs : IAsyncLifetime
{
    private ApiServer _api = null!;

    public async Task InitializeAsync()
    {
        _api = await ApiServer.Open();
        (await _api.Post("inputs", """{"id":"cam1","address":{"url":"srt://peer:9000","secrets":{"passphrase":"canary-passphrase"}}}"""))
            .Is(201);
    }

    public async Task DisposeAsync() => await _api.DisposeAsync();

    [Fact]
    public async Task It_comes_whole_and_the_timeline_says_who_has_it()
    {
        var answer = (await _api.Post("backup", "{}")).Is(200);
        answer.ContentType.ShouldBe(BackupDraft.MediaType);
        answer.Text.ShouldStartWith("StreamActors backup\n");
        answer.Text.ShouldEndWith(BackupDraft.LastLine);
        answer.Text.ShouldContain("input/cam1");
        answer.Text.ShouldNotContain("canary");
        await ApiServer.Until(async () => (await _api.Get("timeline?entity=api/backup")).Body.GetProperty("items").GetArrayLength() > 0);
        var told = (await _api.Get("timeline?entity=api/backup")).Body.GetProperty("items")[0];
        (told.GetProperty("name").GetString(), told.GetProperty("who").GetString()).ShouldBe(("backup-taken", "local"));
    }

    [Fact]
    public async Task Sealed_it_shows_nothing_at_all()
    {
        var answer = (await _api.Post("backup", """{"passphrase":"a passphrase of the house"}""")).Is(200);
        answer.Text.ShouldEndWith(BackupDraft.LastLine);
        answer.Text.ShouldNotContain("cam1");
        (await _api.Post("backup", """{"passphrase":"short"}""")).IsRefused(400, "invalid", "passphrase");
    }

    [Fact]
    public async Task One_at_a_time_is_taken_and_whoever_reads_does_not_hold_up_whoever_writes()
    {
        await _api.Node.Database.Change(
            async transaction =>
            {
                // More than socket buffers hold.
                await using var fill = transaction.Connection!.CreateCommand();
                fill.Transaction = transaction;
                fill.CommandText =
                    $"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 60000) INSERT INTO timeline (at, "
                    + $"persistence_id, kind, node, who, name, detail) SELECT {DateTime.UtcNow.Ticks}, 'api/x', 'api', 'n', 'w', 'x', "
                    + $"hex(zeroblob(400)) FROM n";
                return await fill.ExecuteNonQueryAsync();
            },
            CancellationToken.None);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/backup") {
            Content = new StringContent("{}", Encoding.UTF8, "application/json") };
        using var response = await _api.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        await using var reading = await response.Content.ReadAsStreamAsync();
        await reading.ReadExactlyAsync(new byte[1000]);

        (await _api.Post("backup", "{}")).IsRefused(429, "busy");
        (await _api.Post("inputs", """{"id":"cam2","address":{"url":"udp://:5004"}}""")).Is(201);
        using var rest = new MemoryStream();
        await reading.CopyToAsync(rest);
        var text = Encoding.Latin1.GetString(rest.ToArray());
        text.ShouldEndWith(BackupDraft.LastLine);
        text.ShouldNotContain("input/cam2");
        (await _api.Post("backup", "{}")).Is(200).Text.ShouldContain("input/cam2");
    }
}
