namespace StreamActors.Ffmpeg;

/// <summary>An encoder that was tried. <paramref name="Reason"/> is FFmpeg's own word where it did not work.</summary>
public sealed record TriedEncoder(Encoder Encoder, bool Works, string? Reason);

/// <summary>Which encoder serves. <paramref name="Change"/> says why it is not the one that was wanted.</summary>
public sealed record EncoderChoice(Encoder Encoder, string? Change);

/// <summary>
/// What this FFmpeg can do on this machine: each encoder found by encoding a second with it. The list FFmpeg prints names every encoder it was built
/// with, whether the card is there or not.
/// </summary>
public sealed record Capabilities(FfmpegVersion Version, IReadOnlyList<TriedEncoder> Encoders, IReadOnlySet<string> InputProtocols, IReadOnlySet<string> OutputProtocols)
{
    private static readonly TimeSpan TrialLimit = TimeSpan.FromSeconds(20);

    public static async Task<Capabilities> Find(FfmpegInstallation ffmpeg, IEnumerable<Encoder> encoders, CancellationToken stop)
    {
        List<TriedEncoder> tried = [];
        foreach (var encoder in encoders) // one after the other: a card has few sessions
            tried.Add(await Try(ffmpeg, encoder, stop));
        var protocols = await ShortRun.Of(ffmpeg.Launchpad, new ChildStart(ffmpeg.Program, ["-hide_banner", "-protocols"]), TrialLimit, stop: stop);
        var (input, output) = Protocols(protocols.Stdout);
        return new Capabilities(ffmpeg.Version, tried, input, output);
    }

    /// <summary>The wanted encoder, or the next below it on its ladder that works.</summary>
    /// <returns>Null where none does.</returns>
    public EncoderChoice? Choose(string wanted, IReadOnlyList<Encoder> ladder)
    {
        var from = ladder.TakeWhile(encoder => encoder.Name != wanted).Count();
        foreach (var encoder in ladder.Skip(from))
            if (Encoders.Any(tried => tried.Works && tried.Encoder.Name == encoder.Name))
                return new EncoderChoice(encoder, encoder.Name == wanted ? null : $"{encoder.Name} in place of {wanted}: {WhyNot(wanted)}");
        return null;
    }

    internal static (IReadOnlySet<string> Input, IReadOnlySet<string> Output) Protocols(string listing)
    {
        var output = listing.IndexOf("Output:", StringComparison.Ordinal);
        return output < 0 ? (Names(""), Names("")) : (Names(listing[..output]), Names(listing[output..]));

        static HashSet<string> Names(string part) => part.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Where(line => !line.Contains(':')).ToHashSet(StringComparer.Ordinal);
    }

    private static async Task<TriedEncoder> Try(FfmpegInstallation ffmpeg, Encoder encoder, CancellationToken stop)
    {
        var run = await ShortRun.Of(ffmpeg.Launchpad, new ChildStart(ffmpeg.Program, encoder.Trial), TrialLimit, stop: stop);
        return run.End.ExitCode == 0
            ? new TriedEncoder(encoder, true, null)
            : new TriedEncoder(encoder, false, run.OutOfTime ? "encoding one second took too long" : run.Stderr.FirstOrDefault() ?? run.End.ToString());
    }

    private string WhyNot(string wanted) => Encoders.FirstOrDefault(tried => tried.Encoder.Name == wanted)?.Reason ?? "unknown encoder";
}
