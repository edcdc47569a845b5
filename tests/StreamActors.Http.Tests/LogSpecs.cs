using Microsoft.AspNetCore.Http;
using StreamActors.Kernel;
using StreamActors.Wire;

namespace StreamActors.Http.Tests;

/// <summary>FFmpeg's logs, on the node that has them and on others.</summary>
public sealed class LogSpecs : IDisposable
{
    private static readonly EntityId Workload = new("workload", "cam1~in~cam1~0");

    private readonly string _file = Path.GetTempFileName();

    [Fact]
    public async Task Logs_of_a_workload_on_another_node_name_that_node()
    {
        await File.WriteAllTextAsync(_file, "long ago\n");
        var outcome = await Tail(worksOn: "studio-2");
        outcome.Status.ShouldBe(421);
        var problem = outcome.Value.ShouldBeOfType<Problem>();
        problem.Code.ShouldBe("elsewhere");
        problem.Detail.ShouldContain("studio-2 (akka://studio@10.0.0.2:4053)");
    }

    [Theory]
    [InlineData("studio-1")]
    [InlineData(null)]
    public async Task Of_one_that_works_here_or_nowhere_the_end_of_what_was_said_here_is_shown(string? node)
    {
        await File.WriteAllTextAsync(_file, "one\ntwo\n");
        (await Tail(node)).Value.ShouldBeOfType<LogView>().Lines.ShouldBe(["one", "two"]);
    }

    [Fact]
    public async Task While_a_node_does_not_say_whether_it_works_there_nothing_old_is_shown()
    {
        await File.WriteAllTextAsync(_file, "long ago\n");
        var nodes = new TwoNodes(null) { Silent = "studio-2" };
        var outcome = await Tail(nodes);
        outcome.Status.ShouldBe(503);
        outcome.RetryAfter.ShouldNotBeNull();
        var problem = outcome.Value.ShouldBeOfType<Problem>();
        problem.Code.ShouldBe("unavailable");
        problem.Detail.ShouldContain("studio-2");
        var where = new InspectionEndpoints((_, _, _, _) => throw new NotSupportedException(), _ => throw new NotSupportedException(),
            nodes).Operations.Single(o => o.Path.EndsWith("/where", StringComparison.Ordinal));
        var http = new DefaultHttpContext { Request = { RouteValues = { ["kind"] = Workload.Kind, ["id"] = Workload.Id } } };
        (await where.Handle(Asked(http))).Value.ShouldBeOfType<Problem>().Code.ShouldBe("unavailable");
    }

    public void Dispose() => File.Delete(_file);

    private Task<Outcome> Tail(string? worksOn) => Tail(new TwoNodes(worksOn));

    private Task<Outcome> Tail(TwoNodes nodes) => new WorkloadLog(_ => _file, nodes).Tail(Workload, Asked(new DefaultHttpContext()));

    private static Call Asked(HttpContext http) =>
        new(http, Principal.Local, CommandId.Nameless, null, null, null, Query.Of(new QueryCollection(), WorkloadLog.Parameters));

    private sealed class TwoNodes(string? worksOn) : ICluster
    {
        public string Self => "studio-1";

        public IReadOnlyList<Member> Members =>
            [new("studio-1", "akka://studio@10.0.0.1:4053", "up", default), new("studio-2", "akka://studio@10.0.0.2:4053", "up", default)];

        public bool InContact => true;

        public string? Silent { get; init; }

        public ValueTask<string?> Where(EntityId id) =>
            Silent is null ? new(worksOn) : throw new TimeoutException($"{Silent} has not said.");

        public Task<Refusal?> Drain(string node, CancellationToken stop) => throw new NotSupportedException();

        public Task<MovePlan> Plan(CancellationToken stop) => throw new NotSupportedException();

        public Task Apply(MovePlan plan, CancellationToken stop) => throw new NotSupportedException();
    }
}
