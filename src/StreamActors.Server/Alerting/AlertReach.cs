using StreamActors.Control;
using StreamActors.Ffmpeg;

namespace StreamActors.Server;

/// <summary>Alert notifications obey media.reach, as media does.</summary>
internal static class AlertReach
{
    public static Reachable Of(Reach reach, TargetGuard guard) => async (host, port, stop) =>
    {
        var judged = await guard.Judge(new HostPort(host, port), reach, stop);
        // Connects to the checked addresses only.
        return judged.Refusal is not { } refusal ? judged.Addresses
            : throw new SendRefusedException(judged.Reach > reach ? $"{refusal.Sentence}." : refusal.Sentence,
            isFinal: judged.Reach > reach);
    };
}
