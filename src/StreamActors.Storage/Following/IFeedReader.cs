namespace StreamActors.Storage;

/// <summary>Reads the committed feed from its own cursor; only one instance may run in the cluster.</summary>
public interface IFeedReader
{
    /// <summary>The id of its entity.</summary>
    string Name { get; }

    /// <summary>Returns after a stop, with everything settled; otherwise it only throws.</summary>
    Task Run(CancellationToken stop);
}
