namespace StreamActors.Runtime;

// The life of a resident. Only its own turn changes the phase, so a change needs no lock. (A test reads this diagram.)
//
//   Asleep      -> Waking       post, or a wake
//   Asleep      -> Stopped      it has to leave: the node stops, or its shard moves
//   Waking      -> Awake        replayed, effects open
//   Waking      -> Crashed      it could not be read, or its decider threw on it
//   Waking      -> Asleep       it has to leave before it was awake
//   Awake       -> Passivating  idle for long enough, nothing at work, no reminder to come; or its shard sends no more
//   Awake       -> Crashed      decider or effects threw, or a commit failed
//   Awake       -> Stopping     it has to leave
//   Passivating -> Asleep       effects disposed; without post it leaves the roster now
//   Crashed     -> Resting      effects disposed
//   Resting     -> Waking       the back-off is over
//   Resting     -> Stopped      it has to leave
//   Stopping    -> Stopped      effects disposed

internal enum Phase
{
    Asleep,
    Waking,
    Awake,
    Passivating,
    Crashed,
    Resting,
    Stopping,
    Stopped,
}

internal static class Phases
{
    public static bool MayBecome(this Phase phase, Phase next) => (phase, next) switch
    {
        (Phase.Asleep, Phase.Waking or Phase.Stopped) => true,
        (Phase.Waking, Phase.Awake or Phase.Crashed or Phase.Asleep) => true,
        (Phase.Awake, Phase.Passivating or Phase.Crashed or Phase.Stopping) => true,
        (Phase.Passivating, Phase.Asleep) => true,
        (Phase.Crashed, Phase.Resting) => true,
        (Phase.Resting, Phase.Waking or Phase.Stopped) => true,
        (Phase.Stopping, Phase.Stopped) => true,
        _ => false,
    };
}
