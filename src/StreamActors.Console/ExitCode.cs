namespace StreamActors.Cli;

/// <summary>How a verb ends. Scripts rely on these numbers; the help and the README list them.</summary>
internal enum ExitCode
{
    Done = 0,

    /// <summary>The server failed, or something here did.</summary>
    Failed = 1,

    /// <summary>The command line makes no sense.</summary>
    Usage = 2,

    /// <summary>The server understood and did not do it: nothing has changed, or of many not all.</summary>
    Refused = 3,

    NotFound = 4,

    /// <summary>Nobody answers at that address.</summary>
    Unreachable = 5,

    /// <summary>Credentials are missing, wrong, or of too small a role.</summary>
    NotAllowed = 6,

    /// <summary>What was waited for did not come in time.</summary>
    TimedOut = 7,

    /// <summary>What was waited for is parked: it does not come before somebody has cured it.</summary>
    Parked = 8,

    /// <summary>Ctrl-C, as shells count it.</summary>
    Interrupted = 130,

    /// <summary>SIGTERM, as shells count it.</summary>
    Terminated = 143,
}
