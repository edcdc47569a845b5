using System.Text.RegularExpressions;

namespace StreamActors.House.Tests.Rules;

/// <summary>
/// The folders of Domain: each kind of type in the file of that name, so that a guessed path is right, and of other slices only ids,
/// events and specs. A reactor also sends commands to others. A folder without a decider has values that all may use.
/// </summary>
public sealed partial class Slices
{
    private const string Domain = "src/StreamActors.Domain/";

    private static readonly string[] Open = ["Id.cs", "Spec.cs", "Events.cs"];

    [Fact]
    public void The_domain_s_slices_keep_their_file_names() => Misplaced(Repository.Tree).ShouldBeEmpty();

    [Fact]
    public void The_domain_s_slices_keep_to_themselves() => Reaches(Repository.Tree).ShouldBeEmpty();

    [Theory]
    [InlineData("Inputs/Input.cs", "public sealed record InputAdded(string X) : Event;", "InputEvents.cs")]
    [InlineData("Inputs/InputEvents.cs", "public sealed record AddInput(string X) : Command;", "InputCommands.cs")]
    [InlineData("Inputs/InputState.cs", "public sealed class InputDecider : Decider<A, B>", "InputDecider.cs")]
    [InlineData("Inputs/InputDecider.cs", "public sealed class Follows(int n) : IFollower", "InputReactor.cs")]
    [InlineData("Inputs/Ids.cs", "public readonly record struct InputId(string Value);", "InputId.cs")]
    [InlineData("Inputs/OutputEvents.cs", "public sealed record Added : Event;", "InputEvents.cs")]
    public void A_thing_in_another_file_is_reported(string path, string source, string home) =>
        Misplaced(Tree.Of((Domain + path, source))).ShouldHaveSingleItem().ShouldEndWith($"belongs in {home}.");

    [Fact]
    public void A_second_entity_of_a_slice_has_files_of_its_own_name() => Misplaced(Tree.Of(
        (Domain + "Access/UserDecider.cs", "class UserDecider : Decider<A, B>"),
        (Domain + "Access/UserEvents.cs", "record UserAdded : Event;"))).ShouldBeEmpty();

    [Theory]
    [InlineData("OutputDecider.cs", "if (input is InputState s)", "InputState")]
    [InlineData("OutputReactor.cs", "new InputDecider()", "InputDecider")]
    [InlineData("OutputDecider.cs", "return new AddInput();", "AddInput")]
    public void A_reach_into_another_slice_is_reported(string file, string code, string what) =>
        Reaches(Two(file, code)).ShouldBe([$"{Domain}Outputs/{file} reaches for {what} of Inputs."]);

    [Theory]
    [InlineData("OutputDecider.cs", "InputId id; InputAdded e; // InputState")]
    [InlineData("OutputReactor.cs", "yield return new AddInput();")]
    [InlineData("OutputState.cs", "Address From")]
    public void An_id_an_event_and_a_reactor_s_command_are_not(string file, string code) => Reaches(Two(file, code)).ShouldBeEmpty();

    private static Tree Two(string file, string code) => Tree.Of(
        (Domain + "Inputs/InputId.cs", "public readonly record struct InputId(string V);"),
        (Domain + "Inputs/InputEvents.cs", "public sealed record InputAdded : Event;"),
        (Domain + "Inputs/InputCommands.cs", "public sealed record AddInput : Command;"),
        (Domain + "Inputs/InputState.cs", "public sealed record InputState;"),
        (Domain + "Inputs/InputDecider.cs", "public sealed class InputDecider : Decider<A, B>;"),
        (Domain + "Addresses/Address.cs", "public sealed record Address;"),
        (Domain + "Outputs/" + file, code));

    private static IEnumerable<string> Misplaced(Tree tree) =>
        from path in Sliced(tree)
        let parts = path[Domain.Length..].Split('/')
        let entities = tree.Under($"{Domain}{parts[0]}/", "Decider.cs").Select(d => Path.GetFileName(d)[..^"Decider.cs".Length])
        .Append(One(parts[0])).ToList()
        from Match declared in Declared().Matches(CSharp.Code(tree.Text(path)))
        let home = Home(declared)
        where home is not null && !entities.Any(e => parts[^1] == $"{e}{home}.cs")
        select $"{path}: {declared.Groups["name"].Value} belongs in {entities[^1]}{home}.cs.";

    private static string? Home(Match declared) => declared.Groups["base"].Value switch
    {
        "Event" => "Events",
        "Command" => "Commands",
        "Decider" or "IDecider" => "Decider",
        "IFollower" => "Reactor",
        _ => declared.Value.Contains("record struct", StringComparison.Ordinal)
            && declared.Groups["name"].Value.EndsWith("Id", StringComparison.Ordinal) ? "Id" : null,
    };

    private static IEnumerable<string> Reaches(Tree tree)
    {
        var values = Sliced(tree).GroupBy(SliceOf, StringComparer.Ordinal)
            .Where(s => !s.Any(p => p.EndsWith("Decider.cs", StringComparison.Ordinal))).Select(s => s.Key)
            .ToHashSet(StringComparer.Ordinal);
        var declared = Sliced(tree).Where(p => !values.Contains(SliceOf(p)))
            .SelectMany(p => CSharp.Types(tree.Text(p)).Select(t => (Type: t, Path: p, Slice: SliceOf(p)))).ToList();
        foreach (var path in Sliced(tree))
        {
            var words = Word().Matches(CSharp.Code(tree.Text(path))).Select(w => w.Value).ToHashSet(StringComparer.Ordinal);
            var own = declared.Where(d => d.Slice == SliceOf(path)).Select(d => d.Type).ToHashSet(StringComparer.Ordinal);
            foreach (var other in declared.Where(d => d.Slice != SliceOf(path) && words.Contains(d.Type) && !own.Contains(d.Type)))
            {
                if (!Open.Any(o => other.Path.EndsWith(o, StringComparison.Ordinal))
                    && !(other.Path.EndsWith("Commands.cs", StringComparison.Ordinal)
                    && path.EndsWith("Reactor.cs", StringComparison.Ordinal)))
                    yield return $"{path} reaches for {other.Type} of {other.Slice}.";
            }
        }
    }

    private static IEnumerable<string> Sliced(Tree tree) =>
        tree.Under(Domain, ".cs").Where(p => p[Domain.Length..].Contains('/', StringComparison.Ordinal));

    private static string SliceOf(string path) => path[Domain.Length..].Split('/')[0];

    private static string One(string slice) => slice.EndsWith("ss", StringComparison.Ordinal) ? slice : slice.TrimEnd('s');

    [GeneratedRegex(@"\b(?:class|record struct|record|struct)\s+(?<name>\w+)(?:<[^>]*>)?\s*(?:\([^{;]*?\))?\s*(?::\s*(?<base>\w+))?",
        RegexOptions.None, 60_000)]
    private static partial Regex Declared();

    [GeneratedRegex(@"\b\w+\b", RegexOptions.None, 60_000)]
    private static partial Regex Word();
}
