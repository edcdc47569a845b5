using StreamActors.Domain.Workloads;

namespace StreamActors.Ffmpeg;

/// <summary>What came of a look at a source: the stream, or why there is none.</summary>
public sealed record Probed(ProbedStream? Stream, Diagnosis? Diagnosis);

/// <summary>A look at a source before it is put on air, with a time limit.</summary>
public static class Probe
{
    public static async Task<Probed> Of(FfmpegInstallation ffmpeg, Source source, TimeSpan limit, Reach reach = Reach.Public, CancellationToken stop = default)
    {
        if (source.Known is { } known)
            return new Probed(known, null);
        var plan = source.Plan(ffmpeg.Version);
        await using var gateway = ffmpeg.Gateway(plan, reach);
        var start = new ChildStart(
            ffmpeg.ProbeProgram,
            ["-hide_banner", "-loglevel", "level+warning", "-of", "json", "-show_format", "-show_streams", .. source.ProbeInput(ffmpeg.Version)]);
        var mask = new SecretMask([.. plan.Secrets, .. gateway is null ? [] : (Kernel.Secret[])[gateway.Password]]);
        var run = await ShortRun.Of(ffmpeg.Launchpad, gateway?.Through(start) ?? start, limit, mask, stop);
        if (ProbedStream.Parse(run.Stdout) is { } stream)
            return new Probed(stream, null);
        return new Probed(null, run.OutOfTime
            ? new Diagnosis(ErrorClass.NotFound, FormattableString.Invariant($"Nothing readable came within {limit.TotalSeconds:0} s."), run.Stderr.LastOrDefault())
            : gateway?.Trouble ?? Fault.Of(new Story(Side.Ingest, plan.Protocol, run.End, MediaSeen: false, run.Stderr)));
    }
}
