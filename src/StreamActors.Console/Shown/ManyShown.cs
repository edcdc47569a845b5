using StreamActors.Wire;

namespace StreamActors.Cli;

/// <summary>What came of an order to many. One that was refused makes the whole verb end as refused.</summary>
internal static class ManyShown
{
    public static ExitCode Of(Session session, Answer answer, string done)
    {
        var refused = answer.Json.All(nameof(ManyView.Refused));
        session.Show(answer, json =>
        {
            foreach (var id in json.All(nameof(ManyView.Done)))
                session.Terminal.Say($"{id} is {done}.");
            if (json.All(nameof(ManyView.Done)).Length + refused.Length == 0)
                session.Terminal.Say("None is like that: nothing was done.");
        });
        return Refused(session, refused);
    }

    public static ExitCode Refused(Session session, Seen[] refused)
    {
        if (!session.Json)
        {
            foreach (var one in refused)
                Complain(session.Terminal, one);
        }
        return refused.Length == 0 ? ExitCode.Done : ExitCode.Refused;
    }

    private static void Complain(Terminal terminal, Seen refused)
    {
        terminal.Flush();
        var problem = refused.At(nameof(RefusedView.Problem));
        terminal.Complain($"{refused.Text(nameof(RefusedView.Id))}: {problem.Text(nameof(Problem.Detail))} ({problem.Text(nameof(Problem.Code))})");
        foreach (var fault in problem.All(nameof(Problem.Errors)))
            terminal.Complain($"  {fault.Text(nameof(FieldError.Field))} is '{fault.Text(nameof(FieldError.Value))}'; it should be: {fault.Text(nameof(FieldError.Cure))}");
    }
}
