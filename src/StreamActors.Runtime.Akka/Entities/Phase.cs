namespace StreamActors.Runtime.Akka;

// The life of an entity in its shard.
//
//   Waking  -> Awake    replayed, effects open
//   Waking  -> Ending   it could not be read, or its decider threw on it
//   Waking  -> (gone)   it has to leave
//   Awake   -> Ending   idle, or it has to leave, or it crashed
//   Ending  -> Waking   mail came while it fell asleep
//   Ending  -> Resting  it had crashed
//   Ending  -> (gone)   effects disposed
//   Resting -> Waking   the back-off is over
//   Resting -> (gone)   it has to leave

internal enum Phase
{
    Waking,
    Awake,
    Ending,
    Resting,
}
