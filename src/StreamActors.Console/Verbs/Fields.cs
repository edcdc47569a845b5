using System.Globalization;
using System.Text.Json;

namespace StreamActors.Cli;

/// <summary>Options that become fields of JSON under their own names: <c>--clear-after 30s</c> becomes <c>"clearAfter":"30s"</c>.</summary>
internal sealed class Fields(Session session, bool isEdit)
{
    private readonly List<Action<Utf8JsonWriter>> _fields = [];

    public bool IsEmpty => _fields.Count == 0;

    public Fields Fixed(string name, string value) => Add(json => json.WriteString(name, value));

    /// <summary>In an edit, what is empty is as it was at first again.</summary>
    public Fields Text(params ReadOnlySpan<string> options)
    {
        foreach (var option in options)
        {
            if (session.Line.Value(option) is { } value)
                Add(json => json.WriteString(Name(option), isEdit && value.Length == 0 ? null : value));
        }
        return this;
    }

    public Fields Number(string option)
    {
        if (session.Line.Value(option) is not { } text)
            return this;
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? Add(json => json.WriteNumber(Name(option), number))
            : throw VerbFailedException.Misused($"{option} is '{text}'.", "Give a number.");
    }

    public Fields Flag(string name, string yes, string no)
    {
        if (session.Line.Has(yes) && session.Line.Has(no))
            throw VerbFailedException.Misused($"{yes} and {no} do not go together.", "Say one of them.");
        return session.Line.Has(yes) || session.Line.Has(no) ? Add(json => json.WriteBoolean(name, session.Line.Has(yes))) : this;
    }

    /// <summary>Each time it is said is one of the list; said empty in an edit, the list is empty.</summary>
    public Fields List(string name, string option)
    {
        var given = session.Line.All(option).Where(v => v.Length > 0).ToList();
        return !session.Line.Has(option) ? this : Add(json =>
        {
            json.WriteStartArray(name);
            given.ForEach(json.WriteStringValue);
            json.WriteEndArray();
        });
    }

    public Fields Pairs(string name, string option)
    {
        var pairs = session.Line.All(option).Select(g => g.Split('=', 2) is [{ Length: > 0 }, _] pair ? pair : throw VerbFailedException.Misused($"{option} is '{g}'.", $"Say {option} NAME=VALUE.")).ToList();
        return pairs.Count == 0 ? this : Add(json =>
        {
            json.WriteStartObject(name);
            foreach (var pair in pairs)
                json.WriteString(pair[0], isEdit && pair[1].Length == 0 ? null : pair[1]);
            json.WriteEndObject();
        });
    }

    public Fields Secrets()
    {
        var given = session.Line.All("--secret").Select(s => s.Split('=', 2)).ToList();
        return given.Count == 0 ? this : Add(json =>
        {
            json.WriteStartObject("secrets");
            foreach (var pair in given)
            {
                if (isEdit && pair is [_, ""])
                    json.WriteNull(pair[0]);
                else
                    json.WriteString(pair[0], Ask.SecretOf(session.Terminal, pair.ElementAtOrDefault(1), $"The secret '{pair[0]}'", $"--secret {pair[0]}="));
            }
            json.WriteEndObject();
        });
    }

    public byte[] Bytes(string things)
    {
        if (isEdit && IsEmpty)
            throw VerbFailedException.Misused("Nothing to change: pass at least one option.", $"List the options: streamactors {things} edit --help");
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            foreach (var field in _fields)
                field(json);
            json.WriteEndObject();
        }
        return bytes.ToArray();
    }

    private Fields Add(Action<Utf8JsonWriter> field)
    {
        _fields.Add(field);
        return this;
    }

    private static string Name(string option) => string.Concat(option[2..].Split('-').Select((word, n) => n == 0 ? word : char.ToUpperInvariant(word[0]) + word[1..]));
}
