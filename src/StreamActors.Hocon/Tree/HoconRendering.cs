using System.Globalization;
using System.Text;

namespace StreamActors.Hocon;

/// <summary>
/// Renders a tree as text that every HOCON parser reads the same way, including Akka.NET's: no braces at the root, one field
/// per line, text always in quotes, no space before a comma or a closing bracket or at the end of a line.
/// </summary>
public static class HoconRendering
{
    public static string Render(HoconValue value)
    {
        var text = new StringBuilder();
        if (value is HoconObject root)
            AppendFields(text, root, depth: 0);
        else
            Append(text, value, depth: 0);
        return text.ToString();
    }

    /// <summary>A key, quoted unless it is a plain word.</summary>
    internal static string Key(string key)
    {
        var plain = key.Length > 0
            && key != "include"
            && (char.IsAsciiLetter(key[0]) || key[0] == '_')
            && key.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');
        return plain ? key : Quoted(key);
    }

    internal static string Quoted(string text)
    {
        var quoted = new StringBuilder("\"", text.Length + 2);
        for (var at = 0; at < text.Length; at++)
            AppendCharacter(quoted, text, at);
        return quoted.Append('"').ToString();
    }

    private static void AppendCharacter(StringBuilder quoted, string text, int at)
    {
        var c = text[at];
        switch (c)
        {
            case '"' or '\\': quoted.Append('\\').Append(c); break;
            case '\n': quoted.Append("\\n"); break;
            case '\r': quoted.Append("\\r"); break;
            case '\t': quoted.Append("\\t"); break;
            case < ' ' or '\ufeff':
            case var _ when IsLoneSurrogate(text, at):
                quoted.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
                break;
            default: quoted.Append(c); break;
        }
    }

    private static bool IsLoneSurrogate(string text, int at) => text[at] switch
    {
        var high when char.IsHighSurrogate(high) => at + 1 >= text.Length || !char.IsLowSurrogate(text[at + 1]),
        var low when char.IsLowSurrogate(low) => at == 0 || !char.IsHighSurrogate(text[at - 1]),
        _ => false,
    };

    private static void AppendFields(StringBuilder text, HoconObject section, int depth)
    {
        foreach (var field in section.Fields)
        {
            text.Append(' ', depth * 2).Append(Key(field.Key)).Append(field.Value is HoconObject ? " " : " = ");
            Append(text, field.Value, depth);
            text.Append('\n');
        }
    }

    private static void Append(StringBuilder text, HoconValue value, int depth)
    {
        switch (value)
        {
            case HoconObject { Fields.Count: 0 }:
                text.Append("{}");
                break;
            case HoconObject section:
                text.Append("{\n");
                AppendFields(text, section, depth + 1);
                text.Append(' ', depth * 2).Append('}');
                break;
            case HoconArray list:
                AppendItems(text, list, depth);
                break;
            case HoconScalar { Type: ScalarKind.Text } scalar:
                text.Append(Quoted(scalar.Text));
                break;
            case HoconScalar scalar:
                text.Append(scalar.Text);
                break;
            default:
                throw new InvalidOperationException($"No rendering for {value.GetType()}.");
        }
    }

    private static void AppendItems(StringBuilder text, HoconArray list, int depth)
    {
        text.Append('[');
        for (var at = 0; at < list.Items.Count; at++)
        {
            text.Append(at == 0 ? "" : ", ");
            Append(text, list.Items[at], depth);
        }

        text.Append(']');
    }
}
