namespace StreamActors.Benchmarks.OnAir;

/// <summary>Two subjects, five rounds each, alternating, so that other load affects both.</summary>
internal sealed class Comparison
{
    private const int Rounds = 5;

    private Comparison(string of, string to, List<(Round Of, Round To)> pairs) => (Of, To, Pairs) = (of, to, pairs);

    public string Of { get; }

    public string To { get; }

    private List<(Round Of, Round To)> Pairs { get; }

    public static async Task<Comparison> Run(Func<Subject> of, Func<Subject> to, int outputs,
        Func<Subject, int, Task<Round>>? measure = null)
    {
        measure ??= (subject, count) => Round.Of(subject, count);
        List<(Round, Round)> pairs = [];
        var (first, second) = (of(), to());
        for (var n = 1; n <= Rounds; n++)
        {
            var (a, b) = (await measure(n == 1 ? first : of(), outputs), await measure(n == 1 ? second : to(), outputs));
            Table.Aside($"round {n}: {first.Name}: {Said(a)}; {second.Name}: {Said(b)}");
            pairs.Add((a, b));
        }
        return new Comparison(first.Name, second.Name, pairs);
    }

    /// <summary>The ratio of a figure in each valid round, and every round as text.</summary>
    public (double Median, string Words) Ratio(Func<Round, double> figure, string format)
    {
        var good = Pairs.Where(p => p.Of.Void is null && p.To.Void is null).Select(p => figure(p.Of) / figure(p.To)).ToList();
        var voids = Pairs.SelectMany(p => (string?[])[p.Of.Void, p.To.Void]).OfType<string>().ToList();
        return (Table.Median(good),
            $"{Of}: {Table.List(Pairs.Select(p => figure(p.Of)), format)}; {To}: {Table.List(Pairs.Select(p => figure(p.To)), format)}; "
                + $"ratios {Table.List(good, "0.##")}"
            + (voids.Count > 0 ? $"; void: {string.Join(", ", voids)}" : ""));
    }

    private static string Said(Round round) =>
        $"{Table.Show(round.Cores, "0.0000")} core, {Table.Show(round.Megabytes, "0.0")} "
        + $"MB{(round.Void is null ? "" : $", VOID: {round.Void}")}";
}
