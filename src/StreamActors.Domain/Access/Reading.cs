namespace StreamActors.Domain.Access;

/// <summary>Why a connection may not take the stream of an input.</summary>
public enum ReadRefusal
{
    None,

    /// <summary>The key is missing, unknown, revoked or for other inputs. It tells nothing about whether the input exists.</summary>
    Key,

    /// <summary>The input does not exist, or has no media at present: worth another try.</summary>
    NotOnAir,

    /// <summary>There are as many as the limits allow.</summary>
    TooMany,

    /// <summary>The server is starting and does not know its keys yet: worth another try.</summary>
    NotReady,
}

/// <summary>The reasons in words, the same over every protocol.</summary>
public static class ReadRefusalText
{
    public const string TooMany = "As many connections read streams, with this key or in all, as media.readers allows.";

    public const string NotReady = "The server is still reading its journal: try again in a moment.";
}

/// <summary>The connections of one protocol that take streams from a node.</summary>
/// <param name="Bytes">Sent to all so far, those that have gone included.</param>
/// <param name="Skipped">Packets of MPEG-TS that they have lost because they did not keep up.</param>
public sealed record ReaderTotal(string Protocol, int Now, long Bytes, long Skipped);

/// <summary>What reads a stream for a page, beside the protocols of players.</summary>
public static class PageReading
{
    public const string Preview = "preview";
    public const string Still = "still";
}
