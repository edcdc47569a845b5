namespace StreamActors.Server;

/// <summary>A refused start. The message is all the operator sees: what is wrong, where, and what to do.</summary>
public sealed class StartRefusedException(ExitCode code, string message, Exception? inner = null) : Exception(message, inner)
{
    public ExitCode Code { get; } = code;
}
