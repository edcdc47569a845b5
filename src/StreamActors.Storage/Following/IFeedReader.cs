namespace StreamActors.Storage;

/// <summary>Something that reads the committed feed from its own cursor on, and of which only one may be at work anywhere.</summary>
public interface IFeedReader
{
    /// <summary>The id of its entity.</summary>
    string Name { get; }

    /// <summary>Ends when it is stopped, with everything settled; otherwise only by throwing.</summary>
    Task Run(CancellationToken stop);
}
