using System.Text.Json.Nodes;
using StreamActors.Kernel;
using StreamActors.Testing;

namespace StreamActors.Storage.Tests;

public sealed class Approved_names
{
    private static string[] Lines => File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Approved", "sample-events.txt"));

    [Fact]
    public void Every_stored_name_is_approved_and_every_approved_name_can_be_read() =>
    ApprovedNames.Complaints(Sample.Words, Lines).ShouldBeEmpty();

    [Fact]
    public void Removing_a_name_is_complained_of()
    {
        var without = new Vocabulary()
            .Add("renamed", 2, SampleJson.Default.Renamed)
            .Add("sample-order", 1, SampleJson.Default.SampleOrder)
            .Upcast("renamed", 1, old => old);
        ApprovedNames.Complaints(without, Lines).ShouldHaveSingleItem().ShouldContain("counted.v1");
    }

    [Fact]
    public void Renaming_one_is_complained_of_twice()
    {
        var renamed = new Vocabulary()
            .Add("renamed", 2, SampleJson.Default.Renamed)
            .Add("tallied", 1, SampleJson.Default.Counted)
            .Add("sample-order", 1, SampleJson.Default.SampleOrder)
            .Upcast("renamed", 1, old => old);
        ApprovedNames.Complaints(renamed, Lines).ShouldSatisfyAllConditions(
            c => c.Count.ShouldBe(2), c => c[0].ShouldContain("counted.v1"), c => c[1].ShouldContain("tallied.v1"));
    }

    [Fact]
    public void A_new_version_without_a_way_up_from_the_old_is_complained_of()
    {
        var newer = new Vocabulary()
            .Add("renamed", 2, SampleJson.Default.Renamed)
            .Add("counted", 2, SampleJson.Default.Counted)
            .Add("sample-order", 1, SampleJson.Default.SampleOrder)
            .Upcast("renamed", 1, old => new JsonObject { ["name"] = old["label"]?.DeepClone() });
        ApprovedNames.Complaints(newer, Lines).ShouldSatisfyAllConditions(
            c => c.Count.ShouldBe(2), c => c[0].ShouldContain("add an upcast"), c => c[1].ShouldContain("'counted.v2' is new"));
    }
}
