namespace StreamActors.Server;

/// <summary>Exit codes, by sysexits.h: scripts and service units rely on them.</summary>
public enum ExitCode
{
    Done = 0,

    /// <summary>A check found problems, or the server failed.</summary>
    Failed = 1,

    /// <summary>Invalid command line.</summary>
    Usage = 64,

    /// <summary>The journal or the backup is damaged, was written by a newer version, or must not be overwritten.</summary>
    JournalRefused = 65,

    /// <summary>The database cannot be reached, or the address is in use.</summary>
    Unavailable = 69,

    /// <summary>Another server uses this data folder.</summary>
    InUse = 75,

    /// <summary>The data folder cannot be created or written.</summary>
    NoPermission = 77,

    /// <summary>The configuration is invalid: a restart does not help.</summary>
    Configuration = 78,
}
