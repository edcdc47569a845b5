namespace StreamActors.Cli;

/// <summary>Ids on the command line: output/yt, or yt where the kind is clear.</summary>
internal static class Ids
{
    public static string Path(string things, string id) => $"/api/v1/{things}/{Uri.EscapeDataString(id)}";

    /// <summary>KIND/ID as the server expects it.</summary>
    public static string Entity(string text) => text.Split('/') is [{ Length: > 0 }, { Length: > 0 }]
        ? text
        : throw VerbFailedException.Misused($"'{text}' is not KIND/ID.", "Use KIND/ID, such as output/yt or input/cam1.");

    /// <summary>After an empty result: fails if the item does not exist, since it may be mistyped.</summary>
    public static void MustBeThere(Session session, string named)
    {
        if (Entity(named).Split('/') is ["input" or "output" or "workload" or "channel" or "alert-rule" or "user" or "key", _]
            and var parts)
            session.Server.Get(Path(parts[0] + "s", parts[1]));
    }

    /// <summary>Resolves an input or output. Without a kind, tries an output, then an input.</summary>
    /// <param name="then">The subpath to get instead of the item itself; workloads have none.</param>
    public static (string Things, string Id, Answer Answer) Find(Session session, string text, string then = "")
    {
        switch (text.Split('/'))
        {
            case ["input" or "inputs", var id]:
                return ("inputs", id, session.Server.Get(Path("inputs", id) + then));
            case ["output" or "outputs", var id]:
                return ("outputs", id, session.Server.Get(Path("outputs", id) + then));
            case ["workload" or "workloads", var id]:
                return ("workloads", id, session.Server.Get(Path("workloads", id)));
            case [var id] when id.Contains('~', StringComparison.Ordinal):
                return ("workloads", id, session.Server.Get(Path("workloads", id)));
            case [{ Length: > 0 } id]:
                var output = session.Server.Send(HttpMethod.Get, Path("outputs", id) + then, alsoWell: 404);
                if (output.Status != 404)
                    return ("outputs", id, output);
                var input = session.Server.Send(HttpMethod.Get, Path("inputs", id) + then, alsoWell: 404);
                return input.Status != 404
                    ? ("inputs", id, input)
                    : throw new VerbFailedException(ExitCode.NotFound, $"There is neither an output nor an input '{id}'.",
                    "List them all: streamactors status, or streamactors outputs list") { Problem = input.Body };
            default:
                throw VerbFailedException.Misused($"'{text}' is not an input, output or workload.",
                    "Use output/ID, input/ID, or the id of a workload.");
        }
    }
}
