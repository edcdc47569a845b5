namespace StreamActors.Cli;

/// <summary>workloads …: the workloads of inputs and outputs, controlled through their owners.</summary>
internal static class WorkloadVerbs
{
    public static readonly Verb[] All =
    [
        new("workloads list", "the workloads, or those that match the options", List)
        {
            Options =
            [
                new("--owner", "KIND/ID", "of this input or output"), Option.Of("--kind", "KIND", "", "ingest", "egress"),
                new("--phase", "PHASE", "in this phase now") { Words = ThingVerbs.Phases }, .. Option.Paging("id, owner or phase"),
            ],
        },
        Verb.One("workloads show", "everything about one workload", s =>
            s.Show(s.Server.Get(s.Path()), json => ThingsShown.One("workloads", json, s.Terminal))),
        .. new[] { "start", "stop", "restart", "retry" }.Select(word =>
            new Verb($"workloads {word}", "not available: use the same command of its input or output", _ =>
            Elsewhere(word)) { Arguments = "ID", Fewest = 0, Most = 1 }),
    ];

    private static ExitCode List(Session session) =>
        session.Show(session.Server.Get($"/api/v1/workloads{session.Query("--owner", "--kind", "--phase", "--sort", "--page", "--size")}"),
        json => ThingsShown.List("workloads", json, session.Terminal));

    private static ExitCode Elsewhere(string word) => throw VerbFailedException.Misused(
        "A workload is controlled through its input or output.",
        $"Use the owner, as streamactors workloads list shows it: streamactors outputs {word} ID");
}
