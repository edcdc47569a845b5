using System.Text.Json.Nodes;

namespace StreamActors.Streaming.Tests.MediaMtx;

public sealed class PathPlanSpecs
{
    private static readonly string[] Names = ["s/a", "s/b", "s/c", "s/d"];
    private static readonly string[] Fields = ["source", "rtspTransport", "srtPublishPassphrase"];

    [Fact]
    public void The_calls_lead_to_what_is_wanted_and_there_are_no_more_of_them_than_differences()
    {
        var chance = new Random(170);
        for (var n = 0; n < 3000; n++)
        {
            var (wanted, listed) = (Some(chance), Some(chance));
            var leftOver = Names.Where(_ => chance.Next(2) == 0).ToHashSet(StringComparer.Ordinal);
            foreach (var fields in listed.Values) // what an operator has set besides is none of ours
                fields["record"] = true;

            var calls = PathPlan.Of(wanted, listed, Nothing, leftOver.Contains);
            calls.Select(c => c.Path).ShouldBeUnique();
            foreach (var call in calls.Where(c => c.Type == PathCallType.Patch))
                call.Fields!.ShouldAllBe(f => !JsonNode.DeepEquals(f.Value, listed[call.Path][f.Key]));
            calls.SkipWhile(c => c.Type == PathCallType.Delete).ShouldNotContain(c => c.Type == PathCallType.Delete);

            Apply(calls, listed);
            foreach (var (name, fields) in wanted)
                fields.ShouldAllBe(f => JsonNode.DeepEquals(f.Value, listed[name][f.Key]));
            listed.Keys.ShouldNotContain(name => !wanted.ContainsKey(name) && leftOver.Contains(name));
            PathPlan.Of(wanted, listed, Nothing, leftOver.Contains).ShouldBeEmpty();
        }
    }

    [Fact]
    public void A_value_that_is_listed_otherwise_than_it_was_given_is_not_sent_again_until_it_changes()
    {
        var wanted = Path("srt://u:secret@h:1");
        var hidden = Path("srt://<redacted>");
        Dictionary<string, AppliedPath> applied = new(StringComparer.Ordinal) { ["s/a"] = new AppliedPath(wanted, hidden) };
        IReadOnlyList<PathCall> Plan(JsonObject wants, JsonObject now) =>
            PathPlan.Of(new Dictionary<string, JsonObject>(StringComparer.Ordinal) { ["s/a"] = wants },
                new Dictionary<string, JsonObject>(StringComparer.Ordinal) { ["s/a"] = now }, applied, _ => false);

        Plan(wanted, hidden).ShouldBeEmpty();
        Plan(Path("srt://h:2"), hidden).Single().Fields!.ToJsonString().ShouldBe("""{"source":"srt://h:2"}""");
        Plan(wanted, Path("srt://elsewhere:9")).Single().Type.ShouldBe(PathCallType.Patch);
    }

    private static readonly Dictionary<string, AppliedPath> Nothing = new(StringComparer.Ordinal);

    private static JsonObject Path(string source) => new() { ["source"] = source, ["sourceOnDemand"] = false };

    private static Dictionary<string, JsonObject> Some(Random chance) => Names.Where(_ => chance.Next(2) == 0).ToDictionary(
        name => name, _ => new JsonObject(Fields.Select(f => KeyValuePair.Create(f, (JsonNode?)chance.Next(2)))), StringComparer.Ordinal);

    private static void Apply(IEnumerable<PathCall> calls, Dictionary<string, JsonObject> paths)
    {
        foreach (var call in calls)
        {
            if (call.Fields is null)
                paths.Remove(call.Path).ShouldBeTrue();
            else if (call.Type == PathCallType.Add)
                paths.Add(call.Path, (JsonObject)call.Fields.DeepClone());
            else
                foreach (var (field, value) in call.Fields)
                    paths[call.Path][field] = value?.DeepClone();
        }
    }
}
