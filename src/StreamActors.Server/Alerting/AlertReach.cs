using StreamActors.Alerts;
using StreamActors.Ffmpeg;

namespace StreamActors.Server;

/// <summary>Alerts go no nearer to this machine than media may: media.reach holds for both.</summary>
internal static class AlertReach
{
    public static Reachable Of(Reach reach, TargetGuard guard) => async (host, port, stop) =>
    {
        var judged = await guard.Judge(new HostPort(host, port), reach, stop);
        if (judged.Refusal is { } refusal)
            throw new SendRefusedException(refusal.Sentence + (judged.Reach > reach ? " media.reach says how near a target may be." : ""), isFinal: judged.Reach > reach);
        // Resolved once more, and judged once more: the connection goes to these and no others.
        return await guard.Allowed(host, reach, stop) is { Length: > 0 } addresses ? addresses : throw new SendRefusedException($"{host} is not where it was a moment ago.", isFinal: false);
    };
}
