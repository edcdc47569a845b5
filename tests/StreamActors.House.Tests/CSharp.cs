using System.Text.RegularExpressions;

namespace StreamActors.House.Tests;

/// <summary>Just enough of the language to read names off a source file.</summary>
public static partial class CSharp
{
    /// <summary>The source without comments and string literals; line numbers are kept.</summary>
    public static string Code(string source) => NotCode().Replace(source, m => new string('\n', m.Value.Count(c => c == '\n')) + " ");

    /// <summary>The source with its comments and without string literals, which are for operators.</summary>
    public static string Remarks(string source) =>
        NotCode().Replace(source, m => m.Value[0] == '/' ? m.Value : new string('\n', m.Value.Count(c => c == '\n')) + " ");

    /// <summary>The source without its comments.</summary>
    public static string WithoutComments(string source) =>
        NotCode().Replace(source, m => m.Value[0] == '/' ? new string('\n', m.Value.Count(c => c == '\n')) : m.Value);

    /// <summary>The source with its comments; string literals are emptied.</summary>
    public static string WithoutTexts(string source) => NotCode().Replace(source, m => m.Value[0] == '/' ? m.Value
        : "\"\"" + new string('\n', m.Value.Count(c => c == '\n')));

    /// <summary>The names of the types a source file declares.</summary>
    public static IEnumerable<string> Types(string source)
    {
        var code = Code(source);
        return Declared().Matches(code).Concat(Delegates().Matches(code)).Select(m => m.Groups["name"].Value);
    }

    /// <summary>StaleRule -> Stale, Rule; Base64Text -> Base64, Text; X-Api-Key.conf -> X, Api, Key, conf.</summary>
    public static IEnumerable<string> Words(string name) => Word().Matches(name).Select(m => m.Value);

    [GeneratedRegex(""""
        """[\s\S]*?""" | \$?@\$?"(?:[^"]|"")*" | "(?:\\.|[^"\\\n])*" | '(?:\\.|[^'\\\n])+' | //[^\n]* | /\*[\s\S]*?\*/
        """", RegexOptions.IgnorePatternWhitespace, 5000)]
    private static partial Regex NotCode();

    [GeneratedRegex(@"\b(?:class|interface|enum|struct|record(?:\s+(?:class|struct))?)\s+(?<name>(?!(?:class|struct)\b)[A-Za-z_]\w*)",
        RegexOptions.None, 5000)]
    private static partial Regex Declared();

    [GeneratedRegex(@"\bdelegate\s+[\w<>?,.\[\] ]+?\s+(?<name>\w+)\s*[<(]", RegexOptions.None, 5000)]
    private static partial Regex Delegates();

    [GeneratedRegex(@"[A-Z]+(?![a-z])[0-9]*|[A-Z]?[a-z]+[0-9]*|[0-9]+", RegexOptions.None, 5000)]
    private static partial Regex Word();
}
