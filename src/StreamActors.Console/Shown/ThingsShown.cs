using System.Globalization;
using StreamActors.Wire;

namespace StreamActors.Cli;

internal static class ThingsShown
{
    public static void List(string things, JsonView listing, Terminal terminal)
    {
        var items = listing.All(nameof(Listing<object>.Items));
        if (items.Length == 0)
        {
            terminal.Say($"No {things}{(listing.Whole(nameof(Listing<object>.Total)) > 0 ? " on this page" : "")}.");
            return;
        }
        var now = terminal.Now;
        var table = things switch
        {
            "inputs" => new Table("INPUT", "PHASE", "ORDER", "BIT/S", "SINCE", "OUTPUTS", "URL", "REASON") { Phase = 1, Right = [3, 4, 5] },
            "outputs" => new Table("OUTPUT", "PHASE", "ORDER", "BIT/S", "SINCE", "INPUT", "URL", "REASON") { Phase = 1, Right = [3, 4] },
            _ => new Table("WORKLOAD", "PHASE", "ORDER", "BIT/S", "SINCE", "OWNER", "NODE", "REASON") { Phase = 1, Right = [3, 4] },
        };
        foreach (var item in items)
            table.Add(Row(things, item, now));
        terminal.Say(table);
        var (page, size, total) = (listing.Whole(nameof(Listing<object>.Page)) ?? 1, listing.Whole(nameof(Listing<object>.Size)) ?? 1,
            listing.Whole(nameof(Listing<object>.Total)) ?? 0);
        if (page * size < total)
            terminal.Say(string.Create(CultureInfo.InvariantCulture, $"… {items.Length} of {total}; more with --page {page + 1}"));
    }

    public static void One(string things, JsonView view, Terminal terminal)
    {
        var now = terminal.Now;
        var state = view.At(nameof(InputView.State));
        var address = view.At(nameof(InputView.Address));
        var ansiStyle = terminal.Style;
        void Line(string name, string text)
        {
            if (text.Length > 0)
                terminal.Say($"{ansiStyle.Aside(name.PadRight(12))}{text}");
        }
        Line("id", view.Text(nameof(InputView.Id)));
        Line("name", view.Text(nameof(InputView.Name)));
        Line("input", view.Text(nameof(OutputView.Input)));
        Line("owner", view.Text(nameof(WorkloadView.Owner)));
        Line("url", address.Text(nameof(AddressView.Url)));
        Line("options", HumanText.Labels(address.At(nameof(AddressView.Options))));
        if (view.At(nameof(InputView.Publish)) is { IsThere: true } publish)
        {
            Line("server", publish.Text(nameof(PublishView.Server)));
            Line("stream key", publish.Text(nameof(PublishView.StreamKey)));
            Line("ffmpeg", publish.Text(nameof(PublishView.Ffmpeg)));
            Line("vmix", publish.Text(nameof(PublishView.Vmix)));
        }
        Line("secrets", HumanText.Labels(address.At(nameof(AddressView.Secrets))));
        Line("labels", HumanText.Labels(view.At(nameof(InputView.Labels))));
        Line("order", HumanText.Order(view));
        var phase = state.Text(nameof(StateView.Phase));
        Line("phase",
            $"{ansiStyle.Phase(phase, phase)}"
                + $"{(HumanText.Since(state.Time(nameof(StateView.Since)), now) is { Length: > 0 } since ? $" for {since}" : "")}");
        Line("reason", HumanText.Reason(state, now));
        Line("stall after", view.Text(nameof(InputView.StallAfter)));
        if (things == "inputs")
            Line("outputs", string.Join(' ', view.All(nameof(InputView.Outputs)).Select(o => o.ToString())) is { Length: > 0 } outputs
                ? outputs : "none");
        Figures(state, now, Line);
        Line("version", view.Text(nameof(InputView.Version)));
    }

    /// <summary>What was just done, in one line.</summary>
    public static string Sentence(string things, JsonView view, string done)
    {
        var phase = view.At(nameof(InputView.State)).Text(nameof(StateView.Phase));
        return $"{things[..^1]}/{view.Text(nameof(InputView.Id))} {done}: version {view.Text(nameof(InputView.Version))}, ordered "
            + $"{HumanText.Order(view)}, {phase}.";
    }

    private static void Figures(JsonView state, DateTimeOffset now, Action<string, string> line)
    {
        line("workload", state.Text(nameof(StateView.Workload)));
        line("node", state.Text(nameof(StateView.Node)));
        if (state.At(nameof(StateView.Figures)) is not { IsThere: true } figures)
            return;
        line("driver", figures.Text(nameof(FiguresView.Driver)));
        line("bit/s", HumanText.Rate(figures.Whole(nameof(FiguresView.BitsPerSecond))));
        line("lost", figures.Whole(nameof(FiguresView.LostPackets)) is > 0 and var lost
            ? string.Create(CultureInfo.InvariantCulture, $"{lost} packets") : "");
        line("behind", figures.Text(nameof(FiguresView.BacklogSeconds)) is { Length: > 0 } behind ? $"{behind} s" : "");
        if (figures.At(nameof(FiguresView.Stream)) is { IsThere: true } stream)
        {
            line("coded", string.Join(' ', stream.All(nameof(StreamView.Codings)).Select(c => c.ToString())));
            line("readers", stream.Whole(nameof(StreamView.Connections)) is > 0 and var readers
                ? string.Create(CultureInfo.InvariantCulture, $"{readers} beside the outputs") : "");
            line("cc errors", stream.Text(nameof(StreamView.ContinuityErrors)));
        }
        if (figures.At(nameof(FiguresView.Router)) is { IsThere: true } router)
            line("mediamtx", string.Join(", ", [$"path {router.Text(nameof(RouterPathView.Path))}",
                router.Flag(nameof(RouterPathView.Ready)) ? $"media from {router.Text(nameof(RouterPathView.Source))}" : "no media",
                $"{router.Text(nameof(RouterPathView.Readers))} readers",
                .. router.All(nameof(RouterPathView.Connections)).Select(c => c.ToString())]));
        var senders = figures.All(nameof(FiguresView.Senders)).Select(s => s.ToString()).ToList();
        line("senders", senders.Count > 0 ? $"{senders.Count} at the same time: {string.Join(", ", senders)}" : "");
        foreach (var link in figures.All(nameof(FiguresView.Links)))
            line("link", string.Create(
                CultureInfo.InvariantCulture,
                $"{link.Text(nameof(LinkView.Peer))}: RTT {link.Text(nameof(LinkView.RoundTripMs))} ms, latency "
                + $"{link.Text(nameof(LinkView.LatencyMs))} ms, {link.Text(nameof(LinkView.Lost))} lost, "
                + $"{link.Text(nameof(LinkView.Retransmitted))} retransmitted, {link.Text(nameof(LinkView.Dropped))} dropped"));
        if (figures.At(nameof(FiguresView.Publisher)) is { IsThere: true } publisher)
            line("publisher", $"{figures.Text(nameof(FiguresView.Peer))} for "
                + $"{HumanText.Since(publisher.Time(nameof(PublisherView.Since)), now)}, incarnation "
                + publisher.Text(nameof(PublisherView.Incarnation)));
        line("refused", figures.Whole(nameof(FiguresView.RefusedPeers)) is > 0 and var refused
            ? string.Create(CultureInfo.InvariantCulture, $"{refused} connections") : "");
        line("changed", string.Join("; ", figures.All(nameof(FiguresView.Changes)).Select(c => c.ToString())));
    }

    private static string[] Row(string things, JsonView view, DateTimeOffset now)
    {
        var state = view.At(nameof(InputView.State));
        var url = view.At(nameof(InputView.Address)).Text(nameof(AddressView.Url));
        string[] first =
        [
            view.Text(nameof(InputView.Id)), state.Text(nameof(StateView.Phase)), HumanText.Order(view),
            HumanText.Rate(state.At(nameof(StateView.Figures)).Whole(nameof(FiguresView.BitsPerSecond))),
            HumanText.Since(state.Time(nameof(StateView.Since)), now),
        ];
        var reason = HumanText.Reason(state, now);
        return things switch
        {
            "inputs" => [.. first, string.Create(CultureInfo.InvariantCulture, $"{view.All(nameof(InputView.Outputs)).Length}"), url,
                reason],
            "outputs" => [.. first, view.Text(nameof(OutputView.Input)), url, reason],
            _ => [.. first, view.Text(nameof(WorkloadView.Owner)), state.Text(nameof(StateView.Node)), reason],
        };
    }
}
