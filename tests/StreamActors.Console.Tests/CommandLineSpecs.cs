namespace StreamActors.Cli.Tests;

public sealed class CommandLineSpecs
{
    [Fact]
    public void A_group_without_a_verb_lists() => Parse("outputs").Verb.Name.ShouldBe("outputs list");

    [Fact]
    public void Options_stand_anywhere_and_take_their_value_either_way()
    {
        var line = Parse("outputs", "create", "--label=team=news", "yt", "--label", "live=yes", "--on");
        line.Arguments.ShouldBe(["yt"]);
        line.All("--label").ShouldBe(["team=news", "live=yes"]);
        line.Has("--on").ShouldBeTrue();
    }

    [Fact]
    public void After_two_dashes_nothing_is_an_option() =>
    Parse("complete", "--", "outputs", "--js").Arguments.ShouldBe(["outputs", "--js"]);

    [Theory]
    [InlineData("watc", "'watc' is not a command. Did you mean 'watch'?")]
    [InlineData("output list", "'output' is not a command. Did you mean 'outputs'?")]
    [InlineData("outputs shw", "'outputs' has no command 'shw'.")]
    [InlineData("outputs show", "'outputs show' needs ID.")]
    [InlineData("outputs show a b", "Unexpected argument 'b' for 'outputs show'.")]
    [InlineData("outputs list --colour", "'outputs list' has no option --colour.")]
    [InlineData("outputs list --size", "--size needs a value.")]
    [InlineData("outputs list --json=yes", "--json takes no value.")]
    [InlineData("outputs list --size 1 --size 2", "--size is given twice.")]
    [InlineData("up --data x", "'up' runs on the server's machine, with the launcher in the StreamActors folder.")]
    public void An_invalid_command_line_names_the_cure(string typed, string why)
    {
        var failure = Should.Throw<VerbFailedException>(() => Parse(typed.Split(' ')));
        failure.Code.ShouldBe(ExitCode.Usage);
        failure.Message.ShouldBe(why);
        failure.Next.ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public void Every_verb_says_what_it_is_and_has_its_name_once()
    {
        Verbs.All.ShouldAllBe(v => v.Says.Length > 0);
        Verbs.All.Select(v => v.Name).ShouldBeUnique();
        Verbs.All.ShouldAllBe(v => Verbs.Find(v.Name.Split(' ')).Verb.Name == v.Name);
    }

    [Fact]
    public void No_option_of_a_verb_hides_one_that_all_have() =>
        Verbs.All.Where(v => v.AllOptions.GroupBy(o => o.Name).Any(g => g.Count() > 1)).ShouldBeEmpty();

    private static CommandLine Parse(params string[] words) => CommandLine.Parse(words);
}
