using System.Globalization;
using StreamActors.Wire;

namespace StreamActors.Cli;

/// <summary>The result of a bulk command. A single refusal makes the exit code Refused.</summary>
internal static class ManyShown
{
    /// <summary>Above this, only their number is shown.</summary>
    private const int Listed = 20;

    public static readonly Option Verbose = new("--verbose", null, "list every id");

    public static ExitCode Of(Session session, Answer answer, string things, string done)
    {
        var refused = answer.Json.All(nameof(ManyView.Refused));
        session.Show(answer, json =>
        {
            Each(session, json.All(nameof(ManyView.Done)), things, done);
            if (json.All(nameof(ManyView.Done)).Length + refused.Length == 0)
                session.Terminal.Say($"No {things[..^1]} matches; nothing was changed.");
        });
        return Refused(session, refused);
    }

    public static void Each(Session session, JsonView[] ids, string things, string done)
    {
        if (ids.Length > Listed && !session.Line.Has("--verbose"))
            session.Terminal.Say(string.Create(CultureInfo.InvariantCulture,
                $"{ids.Length:N0} {things} are {done}. List every id with --verbose or --json"));
        else
            session.Terminal.Say(ids.Select(id => $"{id} is {done}."));
    }

    public static ExitCode Refused(Session session, JsonView[] refused)
    {
        if (session.Json)
            return refused.Length == 0 ? ExitCode.Done : ExitCode.Refused;
        var shown = session.Line.Has("--verbose") ? refused.Length : Math.Min(refused.Length, Listed);
        foreach (var one in refused.AsSpan(0, shown))
            Complain(session.Terminal, one);
        if (shown < refused.Length)
            session.Terminal.Complain(string.Create(CultureInfo.InvariantCulture,
                $"… and {refused.Length - shown:N0} more were refused. List every id with --verbose or --json"));
        return refused.Length == 0 ? ExitCode.Done : ExitCode.Refused;
    }

    private static void Complain(Terminal terminal, JsonView refused)
    {
        terminal.Flush();
        var problem = refused.At(nameof(RefusedView.Problem));
        terminal.Complain(
            $"{refused.Text(nameof(RefusedView.Id))}: {problem.Text(nameof(Problem.Detail))} ({problem.Text(nameof(Problem.Code))})");
        foreach (var fault in problem.All(nameof(Problem.Errors)))
            terminal.Complain(
                $"  {Problems.Fault(fault.Text(nameof(FieldError.Field)), Problems.Value(fault), fault.Text(nameof(FieldError.Cure)))}");
    }
}
