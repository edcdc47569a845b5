using System.Globalization;
using System.Text.Json;

namespace StreamActors.Cli;

/// <summary>Options that become JSON fields: <c>--clear-after 30s</c> becomes <c>"clearAfter":"30s"</c>.</summary>
internal sealed class Fields(Session session, bool isEdit)
{
    private readonly List<Action<Utf8JsonWriter>> _fields = [];

    public Fields Fixed(string name, string? value) => value is null ? this : Add(json => json.WriteString(name, value));

    /// <summary>In an edit, an empty value is sent as null, which resets the field to its default.</summary>
    public Fields Text(params ReadOnlySpan<string> options)
    {
        foreach (var option in options)
            Field(Name(option), session.Line.Value(option));
        return this;
    }

    public Fields Field(string name, string? value) =>
        value is null ? this : Add(json => json.WriteString(name, isEdit && value.Length == 0 ? null : value));

    public Fields Number(string option)
    {
        if (session.Line.Value(option) is not { } text)
            return this;
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? Add(json => json.WriteNumber(Name(option), number))
            : throw VerbFailedException.Misused($"{option} is '{text}'.", "Give a number.");
    }

    public Fields Whole(string option)
    {
        var number = session.Whole(option, 0, 1, int.MaxValue);
        return number == 0 ? this : Add(json => json.WriteNumber(Name(option), number));
    }

    public Fields Flag(string name, string yes, string no)
    {
        if (session.Line.Has(yes) && session.Line.Has(no))
            throw VerbFailedException.Misused($"{yes} and {no} exclude each other.", "Pass one of them.");
        return session.Line.Has(yes) || session.Line.Has(no) ? Add(json => json.WriteBoolean(name, session.Line.Has(yes))) : this;
    }

    /// <summary>Each occurrence adds an item; in an edit, an empty value empties the list.</summary>
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

    /// <summary>In an edit, an empty value is sent as null, which removes the entry.</summary>
    public Fields Pairs(string name, string option)
    {
        var pairs = new Fields(session, isEdit);
        foreach (var given in session.Line.All(option))
        {
            if (given.Split('=', 2) is not [{ Length: > 0 } key, var value])
                throw VerbFailedException.Misused($"{option} is '{given}'.", $"Use {option} NAME=VALUE.");
            pairs.Field(key, value);
        }
        return Below(name, pairs);
    }

    public Fields Secrets()
    {
        var secrets = new Fields(session, isEdit);
        foreach (var pair in session.Line.All("--secret").Select(s => s.Split('=', 2)))
        {
            var (name, given) = (pair[0], pair.ElementAtOrDefault(1));
            if (isEdit && given is "")
                secrets.Field(name, "");
            else
                secrets.Fixed(name, SecretPrompt.SecretOf(session.Terminal, given, $"The secret '{name}'", $"--secret {name}="));
        }
        return Below("secrets", secrets);
    }

    public Fields Below(string name, Fields fields) => fields._fields.Count == 0 ? this : Add(json =>
    {
        json.WritePropertyName(name);
        fields.Write(json);
    });

    public byte[] Bytes()
    {
        if (isEdit && _fields.Count == 0)
            throw VerbFailedException.Misused("Nothing to change: pass at least one option.",
                $"List the options: streamactors {session.Line.Verb.Name} --help");
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
            Write(json);
        return bytes.ToArray();
    }

    private void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        foreach (var field in _fields)
            field(json);
        json.WriteEndObject();
    }

    private Fields Add(Action<Utf8JsonWriter> field)
    {
        _fields.Add(field);
        return this;
    }

    private static string Name(string option) =>
        string.Concat(option[2..].Split('-').Select((word, n) => n == 0 ? word : char.ToUpperInvariant(word[0]) + word[1..]));
}
