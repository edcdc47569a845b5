using System.Text.Json;
using StreamActors.Wire;

namespace StreamActors.Cli;

/// <summary>From options to the JSON of a new or changed input or output.</summary>
internal static class Drafts
{
    public static Option[] Options(string things, bool isEdit) =>
    [
        new("--url", "URL|@FILE", "source or destination; @FILE reads it from a file, since a URL may hold a key"),
        .. things == "outputs" && !isEdit ? [new Option("--input", "ID", "the input that feeds it")] : Array.Empty<Option>(),
        new("--name", "NAME", "display name"),
        .. isEdit ? Array.Empty<Option>() : [new Option("--on", null, "order it on at once")],
        new("--stall-after", "TIME", "stalled after so long without media, such as 10s or 1m"),
        .. things == "inputs" ? [new Option("--output-limit", "N", "most outputs that it may feed")] : Array.Empty<Option>(),
        new("--label", "NAME=VALUE", isEdit ? "a label; NAME= takes it away" : "a label") { IsRepeated = true },
        new("--option", "NAME=VALUE", isEdit ? "option of the protocol (see: help protocols); NAME= takes it away" : "option of the protocol (see: help protocols)") { IsRepeated = true },
        new("--secret", "NAME[=@FILE]", isEdit ? "secret of the protocol, from a file or asked for; NAME= takes it away" : "secret of the protocol, from a file or asked for") { IsRepeated = true },
    ];

    public static byte[] Body(Session session, string things, bool isEdit)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            Write(json, session, isEdit);
            json.WriteEndObject();
        }
        return bytes.Length > 2 || !isEdit ? bytes.ToArray() : throw VerbFailedException.Misused("Nothing to change: pass at least one option.", $"List the options: streamactors {things} edit --help");
    }

    private static void Write(Utf8JsonWriter json, Session session, bool isEdit)
    {
        var line = session.Line;
        if (!isEdit && line.Arguments.Count == 1)
            json.WriteString("id", line.Argument(0));
        Text(json, nameof(OutputDraft.Name), line.Value("--name"));
        Text(json, nameof(OutputDraft.Input), line.Value("--input"));
        Text(json, nameof(OutputDraft.StallAfter), line.Value("--stall-after"));
        if (line.Has("--output-limit"))
            json.WriteNumber("outputLimit", session.Whole("--output-limit", 0, 1, int.MaxValue));
        if (line.Has("--on"))
            json.WriteBoolean("on", true);
        Pairs(json, "labels", line.All("--label"), "--label", isEdit);
        if (!line.Has("--url") && !line.Has("--option") && !line.Has("--secret"))
            return;
        json.WriteStartObject("address");
        Text(json, nameof(AddressDraft.Url), line.Value("--url") is ['@', .. var file] ? Ask.FirstLine(file) : line.Value("--url"));
        Pairs(json, "options", line.All("--option"), "--option", isEdit);
        Secrets(json, session, isEdit);
        json.WriteEndObject();
    }

    private static void Text(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
            json.WriteString(JsonNamingPolicy.CamelCase.ConvertName(name), value);
    }

    /// <summary>In an edit, what is empty is taken away: null in a merge patch.</summary>
    private static void Pairs(Utf8JsonWriter json, string name, IEnumerable<string> given, string option, bool isEdit)
    {
        var pairs = given.Select(g => Pair(g, option)).ToList();
        if (pairs.Count == 0)
            return;
        json.WriteStartObject(name);
        foreach (var pair in pairs)
            json.WriteString(pair[0], isEdit && pair[1].Length == 0 ? null : pair[1]);
        json.WriteEndObject();
    }

    private static string[] Pair(string given, string option) => given.Split('=', 2) is [{ Length: > 0 }, _] pair
        ? pair
        : throw VerbFailedException.Misused($"{option} is '{given}'.", $"Say {option} NAME=VALUE.");

    private static void Secrets(Utf8JsonWriter json, Session session, bool isEdit)
    {
        var given = session.Line.All("--secret").ToList();
        if (given.Count == 0)
            return;
        json.WriteStartObject("secrets");
        foreach (var secret in given)
        {
            var pair = secret.Split('=', 2);
            if (isEdit && pair is [_, ""])
                json.WriteNull(pair[0]);
            else
                json.WriteString(pair[0], Ask.SecretOf(session.Terminal, pair.ElementAtOrDefault(1), $"The secret '{pair[0]}'", $"--secret {pair[0]}="));
        }
        json.WriteEndObject();
    }
}
