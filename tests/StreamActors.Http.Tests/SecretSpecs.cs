using System.Text;

namespace StreamActors.Http.Tests;

/// <summary>Secrets are accepted and never returned.</summary>
public sealed class SecretSpecs : IAsyncLifetime
{
    private ApiServer _api = null!;

    public async Task InitializeAsync() => _api = await ApiServer.Open();

    public async Task DisposeAsync() => await _api.DisposeAsync();

    [Fact]
    public async Task A_secret_is_shown_as_a_mask_and_kept_replaced_or_removed_by_an_edit()
    {
        var created =
            (await _api.Post("inputs",
            """{"id":"a","address":{"url":"srt://peer:9000?streamid=canary-1","secrets":{"passphrase":"canary-2-long"}}}""")).Is(201);
        created.Text.ShouldNotContain("canary");
        Secrets(created).ShouldBe(["passphrase", "streamid"]);
        created.Body.GetProperty("address").GetProperty("secrets").GetProperty("passphrase").GetString().ShouldBe("***");

        // A configuration can be sent back as it was read: nothing changes.
        var read = await _api.Get("inputs/a");
        var same = (await _api.Patch("inputs/a", $$"""{"address":{{read.Body.GetProperty("address").GetRawText()}}}""")).Is(200);
        same.ETag.ShouldBe(read.ETag);

        Secrets((await _api.Patch("inputs/a", """{"address":{"secrets":{"streamid":null}}}""")).Is(200)).ShouldBe(["passphrase"]);
        Secrets((await _api.Patch("inputs/a", """{"address":{"secrets":{"passphrase":"canary-3-long"}}}""")).Is(200))
            .ShouldBe(["passphrase"]);
        Secrets((await _api.Patch("inputs/a", """{"address":{"secrets":null}}""")).Is(200)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_mask_where_there_is_no_secret_is_refused_and_a_bad_secret_is_not_repeated()
    {
        (await _api.Post("inputs", """{"id":"a","address":{"url":"srt://peer:9000","secrets":{"passphrase":"***"}}}"""))
            .IsRefused(400, "invalid", "address.secrets.passphrase");
        var refused =
            (await _api.Post("inputs",
            """{"id":"a","address":{"url":"srt://peer:9000","secrets":{"passphrase":"canary","pin":"canary"}}}"""))
            .IsRefused(400, "invalid", "address.secrets.passphrase", "address.secrets.pin");
        refused.Text.ShouldNotContain("canary");
        (await _api.Post("inputs", """{"id":"a","address":{"url":"srt://peer:9000","secrets":{"passphrase":["canary"]}}}"""))
            .IsRefused(400, "invalid", "address.secrets.passphrase").Text.ShouldNotContain("canary");
    }

    [Fact]
    public async Task A_stream_key_is_taken_out_of_the_URL_as_a_platform_hands_it_out()
    {
        await _api.Post("inputs", """{"id":"cam1","address":{"url":"test://"}}""");
        var created =
            (await _api.Post("outputs", """{"id":"o","input":"cam1","address":{"url":"rtmp://live.example/app/canary-key"}}""")).Is(201);
        created.Text.ShouldNotContain("canary");
        created.Body.GetProperty("address").GetProperty("url").GetString().ShouldBe("rtmp://live.example/app");
        // The URL again, with another key.
        var edited = (await _api.Patch("outputs/o", """{"address":{"url":"rtmp://live.example/app/canary-other"}}""")).Is(200);
        edited.Text.ShouldNotContain("canary");
        edited.Body.GetProperty("address").GetProperty("url").GetString().ShouldBe("rtmp://live.example/app");
        // A new path, and the key is kept explicitly.
        edited = (await _api.Patch("outputs/o", """{"address":{"url":"rtmp://live.example/app/sub","secrets":{"key":"***"}}}""")).Is(200);
        edited.Body.GetProperty("address").GetProperty("url").GetString().ShouldBe("rtmp://live.example/app/sub");
        Secrets(edited).ShouldBe(["key"]);
    }

    [Fact]
    public async Task A_secret_in_a_pasted_URL_beside_the_stored_one_is_refused_since_either_could_be_meant()
    {
        (await _api.Post("inputs", """{"id":"a","address":{"url":"srt://peer:9000","secrets":{"passphrase":"canary-stored"}}}""")).Is(201);
        const string Both = """{"address":{"url":"srt://peer:9000?passphrase=canary-pasted","secrets":{"passphrase":"***"}}}""";
        var refused = (await _api.Patch("inputs/a", Both)).IsRefused(400, "invalid", "address.url");
        refused.Text.ShouldContain("keeps the stored one");
        refused.Text.ShouldNotContain("canary");
        (await _api.Patch("inputs/a", """{"address":{"url":"srt://peer:9001?passphrase=canary-pasted"}}""")).Is(200);
        (await _api.Patch("inputs/a", """{"address":{"url":"srt://peer:9000","secrets":{"passphrase":"***"}}}""")).Is(200);
    }

    [Fact]
    public async Task A_secret_that_was_given_for_one_host_is_not_sent_to_another()
    {
        await _api.Post("inputs", """{"id":"cam1","address":{"url":"test://"}}""");
        (await _api.Post("outputs", """{"id":"o","input":"cam1","address":{"url":"rtmp://live.example/app/canary-key"}}""")).Is(201);
        (await _api.Patch("outputs/o", """{"address":{"url":"rtmp://evil.example/app","secrets":{"key":"***"}}}"""))
            .IsRefused(400, "invalid", "address.secrets.key");
        (await _api.Patch("outputs/o", """{"address":{"url":"rtmp://evil.example/app"}}"""))
            .IsRefused(400, "invalid", "address.secrets.key");
        (await _api.Post("import",
            """{"format":"streamactors/1","outputs":[{"id":"o","input":"cam1","address":{"url":"rtmp://evil.example/app"}}]}"""))
            .Is(200).Body.GetProperty("refused").GetArrayLength().ShouldBe(1);
        // Nor in steps: remove the secret, change the host, then undo the first step.
        (await _api.Post("outputs",
            """{"id":"s","input":"cam1","address":{"url":"srt://live.example:9000","secrets":{"passphrase":"canary-passphrase"}}}"""))
            .Is(201);
        (await _api.Patch("outputs/s", """{"address":{"secrets":{"passphrase":null}}}""")).Is(200);
        (await _api.Patch("outputs/s", """{"address":{"url":"srt://evil.example:9000"}}""")).Is(200);
        (await _api.Post("changes/output/s/2/undo")).IsRefused(409, "cannot-undo");
        // Undoing the host first restores the secret, and somebody who knows it can send it again.
        (await _api.Post("changes/output/s/3/undo")).Is(200);
        (await _api.Post("changes/output/s/2/undo")).Is(200);
        (await _api.Patch("outputs/o", """{"address":{"url":"rtmp://other.example/app","secrets":{"key":"known"}}}""")).Is(200);

        (await _api.Post("channels",
            """{"id":"mail","kind":"email","url":"smtps://mail.example","from":"a@example.org","to":["b@example.org"],"user":"sa","secrets":{"password":"canary-mail"}}""")).Is(201);
        (await _api.Patch("channels/mail", """{"url":"smtps://evil.example"}""")).IsRefused(400, "invalid", "secrets.password");
        (await _api.Patch("channels/mail", """{"url":"smtps://mail.example:465"}""")).Is(200);
        (await _api.Patch("channels/mail", """{"url":"smtps://evil.example","secrets":{"password":"known"}}""")).Is(200);
    }

    [Fact]
    public async Task Nothing_of_a_secret_is_in_the_database_in_clear()
    {
        await _api.Post("inputs", """{"id":"cam1","address":{"url":"srt://peer:9000","secrets":{"passphrase":"canary-in-clear"}}}""");
        await _api.Post("outputs", """{"id":"o","input":"cam1","address":{"url":"rtmp://live.example/app/canary-in-clear"}}""");
        await _api.Node.Database.Change(async t =>
        {
            await using var command = t.Connection!.CreateCommand();
            command.Transaction = t;
            command.CommandText = "SELECT message FROM journal";
            await using var rows = await command.ExecuteReaderAsync();
            while (await rows.ReadAsync())
                Encoding.UTF8.GetString((byte[])rows[0]).ShouldNotContain("canary-in-clear");
            return 0;
        }, CancellationToken.None);
    }

    private static IEnumerable<string> Secrets(Answer answer) =>
        answer.Body.GetProperty("address").GetProperty("secrets").EnumerateObject().Select(s => s.Name).Order(StringComparer.Ordinal);
}
