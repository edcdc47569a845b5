using System.Text;
using Wcwidth;

namespace StreamActors.Cli;

/// <summary>Text width in terminal cells: Chinese, Japanese and emoji take two, combining marks none.</summary>
internal static class Cells
{
    public static int Width(string text) => Ascii.IsValid(text) ? text.Length : text.EnumerateRunes().Sum(Width);

    public static string Pad(string text, int width, bool right)
    {
        var space = new string(' ', Math.Max(0, width - Width(text)));
        return right ? space + text : text + space;
    }

    /// <summary>Truncates to the given width, ending with ….</summary>
    public static string Cut(string text, int maxWidth)
    {
        if (Width(text) <= maxWidth)
            return text;
        var cut = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            if ((maxWidth -= Width(rune)) < 1)
                break;
            cut.Append(rune);
        }
        return cut.Append('…').ToString();
    }

    private static int Width(Rune rune) => Math.Max(0, UnicodeCalculator.GetWidth(rune.Value));
}
