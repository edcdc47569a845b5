namespace StreamActors.Runtime.Akka;

// The life of an entity in its shard.
//
//   Waking  -> Awake    replayed, effects open
//   Waking  -> Ending   it could not be read, its decider threw on it, or it has to leave
//   Awake   -> Ending   idle, or it has to leave, or it crashed
//   Ending  -> Waking   the snapshot was no good: once more without it; or mail came while it fell asleep
//   Ending  -> Resting  it had crashed
//   Ending  -> (gone)   effects disposed, writer stopped
//   Resting -> Waking   the back-off is over
//   Resting -> (gone)   it has to leave

internal enum Phase
{
    Waking,
    Awake,
    Ending,
    Resting,
}
