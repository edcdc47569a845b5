using System.Runtime.CompilerServices;

namespace StreamActors.Hocon.Resolving;

/// <summary>A limit on the cost of resolving: a few lines of substitutions can demand unlimited memory and time.</summary>
internal sealed class ResolveBudget
{
    private long _work;
    private int _depth;

    internal void Spend(long work, ValueOrigin valueOrigin)
    {
        _work += work;
        if (_work > Limits.Work)
            throw new HoconException(valueOrigin, "the substitutions here expand without limit.");
    }

    internal void Enter(ValueOrigin valueOrigin)
    {
        if (++_depth > Limits.References || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
            throw new HoconException(valueOrigin, $"a chain of more than {Limits.References} substitutions.");
    }

    internal void Leave() => _depth--;
}
