using System.Globalization;

namespace StreamActors.Benchmarks.OnAir;

/// <summary>The table of RESULTS.md, one row per number.</summary>
internal static class Table
{
    public static void Head()
    {
        Console.WriteLine("| # | measure | must | aim | figure | rounds |");
        Console.WriteLine("|---|---|---|---|---|---|");
    }

    public static void Row(int number, string measure, string must, string aim, string figure, string rounds) =>
        Console.WriteLine($"| {number} | {measure} | {must} | {aim} | {figure} | {rounds} |");

    /// <summary>Printed beside the table, during the run.</summary>
    public static void Aside(string words) => Console.Error.WriteLine(words);

    public static double Median(IReadOnlyCollection<double> figures) =>
        figures.Count == 0 ? double.NaN : figures.Order().ElementAt(figures.Count / 2);

    public static string Show(double figure, string format = "0.###") => figure.ToString(format, CultureInfo.InvariantCulture);

    public static string List(IEnumerable<double> figures, string format = "0.###") =>
        string.Join(" ", figures.Select(f => Show(f, format)));
}
