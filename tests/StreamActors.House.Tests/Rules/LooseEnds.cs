using System.Text.RegularExpressions;

namespace StreamActors.House.Tests.Rules;

/// <summary>Words for postponed work, and waits for a time instead of a condition.</summary>
public sealed partial class LooseEnds
{
    [Fact]
    public void Nothing_is_postponed() => PutOff(Repository.Tree).ShouldBeEmpty();

    [Fact]
    public void Its_tests_wait_for_what_they_mean_and_never_for_a_time() => Waits(Repository.Tree).ShouldBeEmpty();

    [Theory]
    [InlineData("// TO" + "DO: the rest")]
    [InlineData("/* FIX" + "ME */")]
    [InlineData("// accepted, for" + " now")]
    [InlineData("throw new NotImplemented" + "Exception();")]
    public void Work_put_off_is_reported(string line) =>
    PutOff(Tree.Of(("src/X/Some.cs", "first\n" + line))).ShouldBe(["src/X/Some.cs:2 puts something off: " + line]);

    [Fact]
    public void A_word_that_only_holds_those_letters_is_not() =>
    PutOff(Tree.Of(("src/X/Some.cs", "mastodon_todos, for nowhere"))).ShouldBeEmpty();

    [Fact]
    public void A_message_that_tells_an_operator_of_a_passing_state_is_not() =>
        PutOff(Tree.Of(("src/X/Some.Log.cs", "Message = \"It cannot be read for" + " now; again in {Delay}.\""))).ShouldBeEmpty();

    [Theory]
    [InlineData("await Task.Delay(100);")]
    [InlineData("System.Threading.Thread.Sleep(5);")]
    public void A_wait_for_a_time_is_reported(string line) =>
    Waits(Tree.Of(("tests/X/Some.cs", line))).ShouldHaveSingleItem().ShouldStartWith("tests/X/Some.cs:1");

    [Fact]
    public void A_wait_for_ever_that_only_its_end_ends_is_not() =>
    Waits(Tree.Of(("tests/X/Some.cs", "await Task.Delay(Timeout.Infinite, stop);"))).ShouldBeEmpty();

    [Fact]
    public void Words_about_such_a_wait_are_not() =>
    Waits(Tree.Of(("tests/X/Some.cs", "// never Task.Delay(100)\nvar s = \"Thread.Sleep(1)\";"))).ShouldBeEmpty();

    private static IEnumerable<string> PutOff(Tree tree) =>
        tree.Search(tree.Paths.Where(p => !p.EndsWith(".lock.json", StringComparison.Ordinal)), LeftOpen())
            .Concat(tree.Search(tree.Under("", ".cs"), Meanwhile(), CSharp.Remarks))
            .Concat(tree.Search(tree.Paths.Where(p => !p.EndsWith(".cs", StringComparison.Ordinal)), Meanwhile()))
            .Select(f => $"{f.Where} puts something off: {f.Line}");

    private static IEnumerable<string> Waits(Tree tree) =>
        tree.Search(tree.Under("tests/", ".cs"), Wait(), CSharp.Code).Select(f => $"{f.Where} waits for a time: {f.Line}");

    [GeneratedRegex(@"\bTO" + @"DO\b|\bFIX" + @"ME\b|\bNotImplemented" + "Exception", RegexOptions.None, 60_000)]
    private static partial Regex LeftOpen();

    [GeneratedRegex(@"\b[Ff]or" + @" now\b", RegexOptions.None, 60_000)]
    private static partial Regex Meanwhile();

    [GeneratedRegex(@"\bThread\.Sleep\b|\bTask\.Delay\b(?!\(Timeout\.Infinite)", RegexOptions.None, 60_000)]
    private static partial Regex Wait();
}
