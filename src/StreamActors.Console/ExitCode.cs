namespace StreamActors.Cli;

/// <summary>Exit codes. Scripts rely on them; the help and the README list them.</summary>
internal enum ExitCode
{
    Done = 0,

    /// <summary>The server or the console failed.</summary>
    Failed = 1,

    /// <summary>Invalid command line.</summary>
    Usage = 2,

    /// <summary>The server refused: nothing was changed, or not all of a bulk command.</summary>
    Refused = 3,

    NotFound = 4,

    /// <summary>No server answers at that address.</summary>
    Unreachable = 5,

    /// <summary>Credentials are missing, wrong, or have too low a role.</summary>
    NotAllowed = 6,

    /// <summary>A wait timed out.</summary>
    TimedOut = 7,

    /// <summary>A wait ended because the input or output, or its input, is parked: it will not start before the cause is fixed.</summary>
    Parked = 8,

    /// <summary>Ctrl-C, by shell convention.</summary>
    Interrupted = 130,

    /// <summary>SIGTERM, by shell convention.</summary>
    Terminated = 143,
}
