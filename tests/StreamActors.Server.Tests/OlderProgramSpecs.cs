using System.IO.Compression;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Npgsql;
using StreamActors.Testing;

namespace StreamActors.Server.Tests;

/// <summary>Data of an older program opens in this one: the same configuration, history and secrets.</summary>
public sealed class OlderProgramSpecs : IDisposable
{
    private static readonly string Fixture = Path.Combine(AppContext.BaseDirectory, "Fixtures", "two-runtimes");
    private static readonly JsonElement Expected = JsonDocument.Parse(File.ReadAllText(Path.Combine(Fixture, "expected.json"))).RootElement;
    private static readonly string[] Lists = ["inputs", "outputs", "channels", "users", "keys", "alert-rules"];

    private readonly Scratch _scratch = new();
    private readonly string _stored;

    public OlderProgramSpecs()
    {
        _stored = _scratch.At("stored");
        ZipFile.ExtractToDirectory(Path.Combine(Fixture, "stored.zip"), _stored);
        Directory.CreateDirectory(_scratch.Data, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData("folder")]
    [InlineData("backup")]
    [InlineData("sealed backup")]
    [InlineData("backup into PostgreSQL")]
    [InlineData("tables of PostgreSQL")]
    public async Task Of_an_older_program_everything_is_there_and_its_secrets_open(string kind)
    {
        string[] more = ["--streamactors.node=studio-1", "--streamactors.media.reach=loopback", .. await Bring(kind)];
        await using var server = await ServerProcess.Up(_scratch.Data, more);
        using var client = await server.Client();

        List<string> amiss = [];
        foreach (var list in Lists)
            Compare(Expected.GetProperty($"list {list}"), await All(client, list), list, amiss, mayHaveMore: list == "alert-rules");
        Compare(Expected.GetProperty("changes"), await All(client, "changes"), "changes", amiss);
        Compare(Expected.GetProperty("as-of"), await Read(client, $"changes/as-of?at={Expected.GetProperty("at")}"), "as-of", amiss);
        Compare(Expected.GetProperty("export"), await Read(client, "export"), "export", amiss);
        if (kind.EndsWith("folder", StringComparison.Ordinal))
            Compare(Expected.GetProperty("timeline"), await All(client, "timeline?entity=input/camera&kind=input"), "past", amiss);
        amiss.ShouldBeEmpty();
        var position = (await Read(client, "journal")).GetProperty("position").GetInt64();
        position.ShouldBeGreaterThanOrEqualTo(Expected.GetProperty("position").GetInt64());

        await Secrets(client);
        await Credentials(client);
        await server.Until("/api/v1/inputs/bars", static input => input.GetProperty("state").GetProperty("phase").GetString() == "on-air");
        await server.Signal("TERM");
        (await server.Ended()).Code.ShouldBe(0);
    }

    /// <summary>The receiver of an older channel gets what it got before, signed with the secret stored then.</summary>
    private static async Task Hook(HttpClient client)
    {
        using var receiver = new HookReceiver();
        await Patch(client, "channels/desk", new JsonObject { ["url"] = receiver.Url });
        using var sent = await client.PostAsync(new Uri("/api/v1/channels/desk/test", UriKind.Relative), null);
        var hook = receiver.Received.ShouldHaveSingleItem(await sent.Content.ReadAsStringAsync());
        hook.IsSignedWith("a key that both sides know").ShouldBeTrue();
        hook.Headers.Keys.ShouldContain("X-StreamActors-Signature", StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Sending the same secret again is no change, which requires opening the stored one.</summary>
    private static async Task Secrets(HttpClient client)
    {
        foreach (var (path, secrets) in Expected.GetProperty("secrets").EnumerateObject().Select(s => (s.Name, s.Value)))
        {
            var before = (await Read(client, path)).GetProperty("version").GetInt64();
            var given = JsonNode.Parse(secrets.GetRawText())!.AsObject();
            (await Patch(client, path, Edit(path, given))).ShouldBe(before, $"{path} is as it was");
            if (path.StartsWith("channels/", StringComparison.Ordinal))
                continue;
            given[given.First().Key] = given.First().Value!.GetValue<string>()[..^1] + "X";
            (await Patch(client, path, Edit(path, given))).ShouldBe(before + 1, $"another secret is a change of {path}");
        }
        await Hook(client);

        static JsonObject Edit(string path, JsonObject secrets) => path.StartsWith("channels/", StringComparison.Ordinal)
            ? new JsonObject { ["secrets"] = secrets.DeepClone() }
            : new JsonObject { ["address"] = new JsonObject { ["secrets"] = secrets.DeepClone() } };
    }

    private static async Task Credentials(HttpClient client)
    {
        foreach (var (user, expected) in ((string, int)[])[("ann", 200), ("bob", 200), ("eve", 401), ("gone", 401)])
        {
            using var login = await client.PostAsJsonAsync("/api/v1/login", new { user, password = $"fixture password of {user}" });
            ((int)login.StatusCode).ShouldBe(expected, user);
        }
        (string, string, int)[] asked =
        [
            ("laptop", "inputs", 200), ("laptop", "users", 403), ("prometheus", "inputs", 403),
            ("desk", "keys", 200), ("revoked", "inputs", 401),
        ];
        foreach (var (key, path, expected) in asked)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/{path}");
            using var stranger = new HttpClient { BaseAddress = client.BaseAddress };
            request.Headers.Add("X-API-Key", Expected.GetProperty("keys").GetProperty(key).GetProperty("key").GetString());
            using var answer = await stranger.SendAsync(request);
            ((int)answer.StatusCode).ShouldBe(expected, $"{key} reads {path}");
        }
    }

    /// <returns>The server arguments it needs.</returns>
    private async Task<string[]> Bring(string kind)
    {
        string[] more = [];
        if (kind.Contains("PostgreSQL", StringComparison.Ordinal))
        {
            var connection = await (await PostgresServer.Shared()).NewDatabase();
            more = ["--streamactors.journal.database=postgresql", $"--streamactors.journal.postgresql.connection={connection}"];
            if (kind.StartsWith("tables", StringComparison.Ordinal))
            {
                await using var database = NpgsqlDataSource.Create(connection);
                await using var dump = database.CreateCommand(await File.ReadAllTextAsync(Path.Combine(_stored, "tables.sql")));
                await dump.ExecuteNonQueryAsync();
            }
        }
        string[] files = kind switch { "folder" => ["master.key", "streamactors.db"], "sealed backup" => [], _ => ["master.key"] };
        foreach (var file in files)
            File.Copy(Path.Combine(_stored, file), Path.Combine(_scratch.Data, file));
        if (!kind.Contains("backup", StringComparison.Ordinal))
            return more;
        string[] from = ["--from", Path.Combine(_stored, "plain.backup")];
        if (kind == "sealed backup")
        {
            var passphrase = _scratch.At("passphrase");
            await File.WriteAllTextAsync(passphrase, "fixture backup passphrase\n");
            File.SetUnixFileMode(passphrase, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            from = ["--from", Path.Combine(_stored, "sealed.backup"), "--passphrase-file", passphrase];
        }
        var (code, said, log) = await ServerProcess.Run(["restore", "--data", _scratch.Data, .. from, .. more]);
        code.ShouldBe(0, $"{said}\n{string.Join('\n', log)}");
        return more;
    }

    private static async Task<JsonElement> Read(HttpClient client, string path)
    {
        using var answer = await client.GetAsync(new Uri($"/api/v1/{path}", UriKind.Relative));
        var text = await answer.Content.ReadAsStringAsync();
        answer.IsSuccessStatusCode.ShouldBeTrue($"{path}: {text}");
        return JsonDocument.Parse(text).RootElement;
    }

    private static async Task<JsonElement> All(HttpClient client, string path) =>
        (await Read(client, $"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}size=500")).GetProperty("items");

    /// <returns>The current version.</returns>
    private static async Task<long> Patch(HttpClient client, string path, JsonObject edit)
    {
        using var content = new StringContent(edit.ToJsonString(), Encoding.UTF8, "application/json");
        using var answer = await client.PatchAsync(new Uri($"/api/v1/{path}", UriKind.Relative), content);
        var text = await answer.Content.ReadAsStringAsync();
        answer.IsSuccessStatusCode.ShouldBeTrue($"{path}: {text}");
        return JsonDocument.Parse(text).RootElement.GetProperty("version").GetInt64();
    }

    /// <summary>Everything in the older response is in the new one, which may have more.</summary>
    private static void Compare(JsonElement then, JsonElement now, string where, List<string> amiss, bool mayHaveMore = false)
    {
        if (then.ValueKind == JsonValueKind.Object && now.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in then.EnumerateObject())
            {
                if (now.TryGetProperty(member.Name, out var there))
                    Compare(member.Value, there, $"{where}.{member.Name}", amiss, mayHaveMore);
                else if (member.Value.ValueKind != JsonValueKind.Null)
                    amiss.Add($"{where}.{member.Name} is not there");
            }
        }
        else if (then.ValueKind == JsonValueKind.Array && now.ValueKind == JsonValueKind.Array)
        {
            var (old, present) = (then.EnumerateArray().ToList(), now.EnumerateArray().ToList());
            if (mayHaveMore)
                present = [.. old.Select(o => present.Find(p => p.GetProperty("id").ValueEquals(o.GetProperty("id").GetString())))];
            if (old.Count != present.Count)
                amiss.Add($"{where} has {present.Count} items, and had {old.Count}");
            foreach (var (n, item) in old.Index().Take(present.Count))
                Compare(item, present[n], $"{where}[{n}]", amiss);
        }
        else if (!JsonElement.DeepEquals(then, now))
        {
            var there = now.ValueKind == JsonValueKind.Undefined ? "not there" : now.GetRawText();
            amiss.Add($"{where} is {there}, and was {then.GetRawText()}");
        }
    }
}
