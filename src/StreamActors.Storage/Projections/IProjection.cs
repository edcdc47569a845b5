using System.Data.Common;
using StreamActors.Kernel;

namespace StreamActors.Storage;

/// <summary>A table that follows from the journal. Its rows move in one transaction with its cursor: each event counts exactly once.</summary>
public interface IProjection
{
    /// <summary>Keeps its place by this name. A projection that means something else by its rows gets another name and is built anew.</summary>
    string Name { get; }

    /// <summary>Leaves nothing of it, before it is built from the beginning.</summary>
    Task Clear(DbTransaction transaction);

    /// <summary>Only statements in this transaction: the writer of the database waits for it.</summary>
    Task Apply(DbTransaction transaction, Recorded recorded);
}
