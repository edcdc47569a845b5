namespace StreamActors.Cli;

/// <summary>How a verb ends. Scripts rely on these numbers; the help and the README list them.</summary>
internal enum ExitCode
{
    Done = 0,

    /// <summary>The server failed, or the console did.</summary>
    Failed = 1,

    /// <summary>Invalid command line.</summary>
    Usage = 2,

    /// <summary>The server refused: nothing has changed, or not all of many.</summary>
    Refused = 3,

    NotFound = 4,

    /// <summary>No server answers at that address.</summary>
    Unreachable = 5,

    /// <summary>Credentials are missing, wrong, or have too low a role.</summary>
    NotAllowed = 6,

    /// <summary>A wait timed out.</summary>
    TimedOut = 7,

    /// <summary>A wait ended because the thing, or its input, is parked: it will not start before the cause is fixed.</summary>
    Parked = 8,

    /// <summary>Ctrl-C, as shells count it.</summary>
    Interrupted = 130,

    /// <summary>SIGTERM, as shells count it.</summary>
    Terminated = 143,
}
