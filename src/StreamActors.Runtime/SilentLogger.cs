using Akka.Event;

namespace StreamActors.Runtime;

/// <summary>
/// Replaces Akka's logger before its loggers start and after they stop, which would write to standard output past our log format. Start
/// errors are thrown, and stop errors are logged by the caller.
/// </summary>
internal sealed class SilentLogger : MinimalLogger
{
    protected override void Log(object message)
    {
    }
}
