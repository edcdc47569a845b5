using StreamActors.Control;
using StreamActors.Ffmpeg;

namespace StreamActors.Server;

/// <summary>Alerts go no nearer to this machine than media may: media.reach holds for both.</summary>
internal static class AlertReach
{
    public static Reachable Of(Reach reach, TargetGuard guard) => async (host, port, stop) =>
    {
        var judged = await guard.Judge(new HostPort(host, port), reach, stop);
        // The connection goes to the addresses that were judged, and to no others.
        return judged.Refusal is not { } refusal ? judged.Addresses
            : throw new SendRefusedException(judged.Reach > reach ? $"{refusal.Sentence}." : refusal.Sentence, isFinal: judged.Reach > reach);
    };
}
