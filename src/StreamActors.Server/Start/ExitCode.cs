namespace StreamActors.Server;

/// <summary>How a run ends, by sysexits.h: scripts and service units rely on these numbers.</summary>
public enum ExitCode
{
    Done = 0,

    /// <summary>Something was found to be wrong, and said: a check failed, or the server broke.</summary>
    Failed = 1,

    /// <summary>The command line makes no sense.</summary>
    Usage = 64,

    /// <summary>The journal or the backup is damaged, is of a newer program, or may not be written over.</summary>
    JournalRefused = 65,

    /// <summary>The database cannot be reached, or the address is taken.</summary>
    Unavailable = 69,

    /// <summary>Another server works on this data folder.</summary>
    InUse = 75,

    /// <summary>The data folder cannot be made or written.</summary>
    NoPermission = 77,

    /// <summary>The configuration is wrong: starting again changes nothing.</summary>
    Configuration = 78,
}
