using System.Data.Common;
using StreamActors.Kernel;

namespace StreamActors.Storage;

/// <summary>A table derived from the journal. Rows and cursor change in one transaction: each event counts exactly once.</summary>
public interface IProjection
{
    /// <summary>The name of its cursor. A projection whose rows change their meaning gets a new name and is rebuilt.</summary>
    string Name { get; }

    /// <summary>Deletes all its rows, before a rebuild.</summary>
    Task Clear(DbTransaction transaction);

    /// <summary>Only statements in this transaction: the database's writer waits for it.</summary>
    Task Apply(DbTransaction transaction, Recorded recorded);
}
