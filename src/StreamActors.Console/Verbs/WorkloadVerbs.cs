namespace StreamActors.Cli;

/// <summary>workloads …: what is done for inputs and outputs. They are ordered through those.</summary>
internal static class WorkloadVerbs
{
    public static readonly Verb[] All =
    [
        new("workloads list", "the workloads, or some of them", List)
        {
            Options =
            [
                new("--owner", "KIND/ID", "of this input or output"), new("--kind", "KIND", "ingest or egress") { Words = ["ingest", "egress"] },
                new("--phase", "PHASE", "in this phase now") { Words = ThingVerbs.Phases }, new("--sort", "FIELD", "by id, owner or phase; -FIELD for backwards"), new("--page", "N", "which page"), new("--size", "N", "how many a page holds"),
            ],
        },
        new("workloads show", "everything about one workload", Show) { Arguments = "ID", Fewest = 1, Most = 1, Ids = "workloads" },
        .. new[] { "start", "stop", "restart", "retry" }.Select(word => new Verb($"workloads {word}", "use the same command of its input or output", _ => Elsewhere(word)) { Arguments = "ID", Fewest = 0, Most = 1 }),
    ];

    private static ExitCode List(Session session) =>
        session.Show(session.Door.Get($"/api/v1/workloads{session.Query("--owner", "--kind", "--phase", "--sort", "--page", "--size")}"), json => ThingsShown.List("workloads", json, session.Terminal));

    private static ExitCode Show(Session session) =>
        session.Show(session.Door.Get(Ids.Path("workloads", session.Line.Argument(0))), json => ThingsShown.One("workloads", json, session.Terminal));

    private static ExitCode Elsewhere(string word) => throw VerbFailedException.Misused(
        "A workload is controlled through its input or output.", $"Use the owner, as streamactors workloads list shows it: streamactors outputs {word} ID");
}
