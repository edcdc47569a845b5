using StreamActors.Hocon.Shapes;

namespace StreamActors.Server.Tests;

/// <summary>Which cluster settings may be combined, and which addresses of a node may be open to the network.</summary>
public sealed class ClusterRuleSpecs
{
    private const string Management = "--streamactors.cluster.management.";
    private const string Bootstrap = "--streamactors.cluster.bootstrap.";

    private static readonly string[] Two =
    [
        "--streamactors.journal.database=postgresql", "--streamactors.journal.postgresql.connection=Host=db",
        Management + "port=8558", Bootstrap + "contact-points=127.0.0.1:8558,127.0.0.1:8559",
    ];

    [Fact]
    public void Two_contact_points_on_PostgreSQL_are_taken() => Problems().ShouldBeEmpty();

    [Theory]
    [InlineData("--join=127.0.0.1:4053", "cluster.bootstrap.contact-points")]
    [InlineData(Management + "port=0", "cluster.management.port")]
    [InlineData(Management + "port=70000", "cluster.management.port")]
    [InlineData(Bootstrap + "contact-points=127.0.0.1:8559,127.0.0.1:8560", "cluster.bootstrap.contact-points")]
    [InlineData(Management + "host=localhost", "cluster.bootstrap.contact-points")]
    [InlineData(Bootstrap + "service=Two Words", "cluster.bootstrap.service")]
    [InlineData("--streamactors.journal.database=sqlite", "journal.database")]
    public void What_does_not_go_with_them_is_refused(string option, string key) =>
    Problems(option).Select(p => p.Key).ShouldBe([$"streamactors.{key}"]);

    [Fact]
    public void Join_together_with_bootstrap_is_refused_with_both_values()
    {
        var said = Problems("--join=127.0.0.1:4053").ShouldHaveSingleItem().ToString();
        said.ShouldContain("streamactors.cluster.bootstrap.contact-points is '127.0.0.1:8558,127.0.0.1:8559'");
        said.ShouldContain("cluster.join is '127.0.0.1:4053'");
    }

    [Fact]
    public void Management_is_open_to_other_machines_only_where_somebody_says_so()
    {
        Problems(Management + "host=10.0.0.7", Bootstrap + "contact-points=10.0.0.7:8558,10.0.0.8:8558").ShouldHaveSingleItem().ToString()
            .ShouldContain("open-to-network = true");
        Problems(Management + "host=10.0.0.7", Bootstrap + "contact-points=10.0.0.7:8558,10.0.0.8:8558",
            Management + "open-to-network=true").ShouldBeEmpty();
        Problems(Management + "host=0.0.0.0", Management + "open-to-network=true").ShouldHaveSingleItem().ToString()
            .ShouldContain("the address this node has");
        Problems(Management + "host=0.0.0.0", Management + "open-to-network=true", Bootstrap + "contact-points=").ShouldBeEmpty();
        Problems(Management + "host=node-1.example", Bootstrap + "contact-points=")
            .ShouldHaveSingleItem().Key.ShouldBe("streamactors.cluster.management.host");
    }

    [Fact]
    public void A_single_node_may_have_a_management_port() =>
        Settings.Read(CommandLine.Parse(["up", Management + "port=8558"])).Cluster.Management.Port.ShouldBe(8558);

    private static IReadOnlyList<ConfigurationProblem> Problems(params string[] more)
    {
        try
        {
            Settings.Read(CommandLine.Parse(["up", .. Two, .. more]));
            return [];
        }
        catch (ConfigurationRefused refusal)
        {
            return refusal.Problems;
        }
    }
}
