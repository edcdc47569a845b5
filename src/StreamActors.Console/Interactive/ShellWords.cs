using System.Text;

namespace StreamActors.Cli.Interactive;

/// <summary>Splits a line like a shell: words separated by spaces, quotes around those that contain spaces.</summary>
internal static class ShellWords
{
    /// <returns>The words; the last one is empty if the line ends with a space. Null if a quote is open.</returns>
    public static IReadOnlyList<string>? Words(string line, bool forCompletion = false)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        var (isWord, quote) = (false, '\0');
        foreach (var c in line)
        {
            if (quote != '\0' && c == quote)
                quote = '\0';
            else if (quote == '\0' && c is ('"' or '\''))
                (quote, isWord) = (c, true);
            else if (quote == '\0' && char.IsWhiteSpace(c))
                End();
            else
                (isWord, _) = (true, word.Append(c));
        }
        if (quote != '\0')
            return null;
        if (isWord || forCompletion)
        {
            isWord = true;
            End();
        }
        return words;

        void End()
        {
            if (isWord)
                words.Add(word.ToString());
            word.Clear();
            isWord = false;
        }
    }
}
