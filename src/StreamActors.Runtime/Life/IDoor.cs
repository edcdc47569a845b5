namespace StreamActors.Runtime;

/// <summary>Where a resident came in, and goes out by: the roster of its node, or its place in a shard.</summary>
internal interface IDoor
{
    /// <summary>Nobody has wanted anything of it for long enough. False: not now, but <see cref="Signals.Sleep"/> will come when it may.</summary>
    bool LetsSleep(Resident resident);

    /// <summary>Its effects are disposed, and it takes no more post. Wanted: it had begun to work again, and is to be woken.</summary>
    void Left(Resident resident, bool isWanted);
}
