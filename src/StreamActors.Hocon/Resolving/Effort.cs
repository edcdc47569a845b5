using System.Runtime.CompilerServices;

namespace StreamActors.Hocon.Resolving;

/// <summary>What resolving may cost. A few lines of substitutions can ask for more memory and time than there is.</summary>
internal sealed class Effort
{
    private long _work;
    private int _depth;

    internal void Spend(long work, Origin origin)
    {
        _work += work;
        if (_work > Limits.Work)
            throw new HoconException(origin, "the substitutions here make the configuration grow without limit.");
    }

    internal void Enter(Origin origin)
    {
        if (++_depth > Limits.References || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
            throw new HoconException(origin, $"substitutions lead to substitutions more than {Limits.References} times in a row.");
    }

    internal void Leave() => _depth--;
}
