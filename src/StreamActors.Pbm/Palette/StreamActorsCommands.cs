using Akka.Actor;
using Petabridge.Cmd;
using Petabridge.Cmd.Host;

namespace StreamActors.Pbm;

/// <summary>The palette a node registers: <c>cmd.RegisterCommandPalette(new StreamActorsCommands(verbs))</c>.</summary>
public sealed class StreamActorsCommands(Verbs verbs) : CommandPaletteHandler(StreamActorsPalette.Palette)
{
    public override Props HandlerProps => Props.Create(() => new StreamActorsHandler(verbs));
}

/// <summary>One per connection. Answers go to the sender when they arrive; the handler does not block.</summary>
internal sealed class StreamActorsHandler : CommandHandlerActor
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    public StreamActorsHandler(Verbs verbs)
        : base(StreamActorsPalette.Palette)
    {
        Process(StreamActorsPalette.Status.Name, _ => Answer(verbs.Status));
        Process(StreamActorsPalette.Entities.Name,
            command => Answer(stop => verbs.Entities(Of(command, "-k") ?? "", Of(command, "-a"), stop)));
        Process(StreamActorsPalette.Where.Name, command => Answer(stop => verbs.Where(Of(command, "-i") ?? "", stop)));
        Process(StreamActorsPalette.Journal.Name, _ => Answer(verbs.Journal));
    }

    private void Answer(Func<CancellationToken, Task<IReadOnlyList<string>>> verb) => _ = Answer(verb, Sender);

    private static async Task Answer(Func<CancellationToken, Task<IReadOnlyList<string>>> verb, IActorRef sender)
    {
        using var timeout = new CancellationTokenSource(Timeout);
        try
        {
            sender.Tell(new CommandResponse(string.Join(Environment.NewLine, await verb(timeout.Token))));
        }
        catch (Exception failure)
        {
            sender.Tell(new ErroredCommandResponse(failure.Message));
        }
    }

    private static string? Of(Command command, string which) =>
        command.Arguments.Where(a => a.Item1 == which).Select(a => a.Item2).FirstOrDefault();
}
