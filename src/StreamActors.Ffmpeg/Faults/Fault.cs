using System.Text.RegularExpressions;
using StreamActors.Domain.Workloads;

namespace StreamActors.Ffmpeg;

/// <summary>
/// Diagnoses a child's end. FFmpeg's exit code says little (5.1 exits 0 when a pull breaks off), so its last messages are read first, the
/// exit status only when they tell nothing.
/// </summary>
public static partial class Fault
{
    /// <summary>Limited, because a run may last for weeks: old messages do not explain its end.</summary>
    private const int LastWords = 30;

    private const int NewestWords = 6;

    public static Diagnosis Of(RunOutcome runOutcome)
    {
        if (runOutcome.End.Signal is { } signal)
            return OfSignal(signal);
        var lines = Newest(runOutcome.Lines, LastWords);
        return First(runOutcome, lines) ?? OfCode(runOutcome, lines.FirstOrDefault(
            line => line.Contains("[error]", StringComparison.Ordinal) || line.Contains("[fatal]", StringComparison.Ordinal)));
    }

    /// <summary>The fault behind the newest message of a running FFmpeg; null if none is known.</summary>
    public static Diagnosis? Complaint(RunOutcome runOutcome) => First(runOutcome, Newest(runOutcome.Lines, NewestWords));

    private static string[] Newest(IReadOnlyList<string> lines, int count) =>
        [.. lines.Where(line => !IsTalk(line)).TakeLast(count).Reverse()];

    private static Diagnosis? First(RunOutcome runOutcome, string[] lines)
    {
        foreach (var rule in FaultTable.Rules)
            foreach (var line in lines)
                if (rule.Match(runOutcome, line) is { } diagnosis)
                    return diagnosis;
        return null;
    }

    private static Diagnosis OfSignal(int signal) => signal switch
    {
        (int)ChildSignal.Kill => new(ErrorClass.Resources, "FFmpeg was killed (SIGKILL), mostly by the kernel because memory ran out."),
        (int)ChildSignal.Terminate or (int)ChildSignal.Interrupt or 1 =>
            new(ErrorClass.EndedByPeer, "FFmpeg was stopped by another program on this machine (SIGTERM or SIGINT)."),
        _ => new(ErrorClass.Bug, FormattableString.Invariant($"FFmpeg crashed (signal {signal}).")),
    };

    private static Diagnosis OfCode(RunOutcome runOutcome, string? lastError) => runOutcome switch
    {
        { End.ExitCode: 255 } =>
            new(ErrorClass.EndedByPeer, "FFmpeg was stopped by another program on this machine (SIGTERM or SIGINT).", lastError),
        { End.ExitCode: 0, HasEnd: true, Protocol: "file" } => new(ErrorClass.Ended, "The file was played to its end."),
        { End.ExitCode: 0, HasEnd: true } => new(ErrorClass.Ended, "The playlist has ended."),
        { End.ExitCode: 0, Side: Side.Ingest, Protocol: "rtmp-listener" } =>
            new(ErrorClass.EndedByPeer, "The publisher ended its stream, or the connection was lost.", lastError),
        { End.ExitCode: 0, Side: Side.Ingest } => new(ErrorClass.EndedByPeer, "The source ended the stream.", lastError),
        { End.ExitCode: 0 } => new(ErrorClass.InputLost, "The input's stream has ended.", lastError),
        { End.ExitCode: 126 or 127 } => new(ErrorClass.Bug, "FFmpeg could not be started.", runOutcome.Lines.LastOrDefault()),
        _ => new(ErrorClass.Bug, FormattableString.Invariant($"FFmpeg ended ({runOutcome.End}) without a known reason."), lastError),
    };

    /// <summary>Stream descriptions and statistics: a title may contain any text and is no fault.</summary>
    private static bool IsTalk(string line) => Talk().IsMatch(line);

    [GeneratedRegex(@"^(?:\[[^\]]* @ [^\]]*\] )?\[(?:info|verbose|debug)\] ", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Talk();
}
