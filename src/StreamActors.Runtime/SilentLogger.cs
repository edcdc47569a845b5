using Akka.Event;

namespace StreamActors.Runtime;

/// <summary>
/// In place of Akka's logger for before its loggers start and after they have stopped: that one writes to standard output itself, where each line is
/// one of ours. What goes wrong in a start is thrown, and in a stop it is logged by who stops.
/// </summary>
internal sealed class SilentLogger : MinimalLogger
{
    protected override void Log(object message)
    {
    }
}
