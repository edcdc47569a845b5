using StreamActors.Control;
using StreamActors.Ffmpeg;

namespace StreamActors.Server;

/// <summary>Alert notifications obey media.reach, as media does.</summary>
internal static class AlertReach
{
    public static Reachable Of(Reach reach, TargetGuard guard) => async (host, port, stop) =>
    {
        var guarded = await guard.Check(new HostPort(host, port), reach, stop);
        // Connects to the checked addresses only.
        return guarded.Refusal is not { } refusal ? guarded.Addresses
            : throw new SendRefusedException(guarded.Reach > reach ? $"{refusal.Sentence}." : refusal.Sentence,
            isFinal: guarded.Reach > reach);
    };
}
