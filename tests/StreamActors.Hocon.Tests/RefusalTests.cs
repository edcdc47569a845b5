using System.Text;

namespace StreamActors.Hocon.Tests;

/// <summary>Every refusal names file, line and column, and says what to do.</summary>
public sealed class RefusalTests
{
    [Theory]
    [InlineData("}", 1, 1, "has no matching opening bracket")]
    [InlineData("\n\n}\n", 3, 1, "has no matching opening bracket")]
    [InlineData("a = 1\nb =\nc = 3", 3, 3, "value is missing before it")]
    [InlineData("a =", 1, 4, "the key a has no value")]
    [InlineData("a = # none\n", 2, 1, "the key a has no value")]
    [InlineData("streamactors {\n  http {\n", 2, 8, "never closed")]
    [InlineData("a = [1,\n 2", 1, 5, "never closed")]
    [InlineData("a = \"open\nb = 1", 1, 5, "triple quotes")]
    [InlineData("a = \"open", 1, 5, "never closed")]
    [InlineData("a = \"\"\"open", 1, 5, "never closed")]
    [InlineData("a = \"x\ty\"", 1, 7, "\\t")]
    [InlineData("a = \"x\\dy\"", 1, 7, "backslash")]
    [InlineData("a = \"\\u00zz\"", 1, 6, "hexadecimal")]
    [InlineData("url = http://host", 1, 11, "\"http://host\"")]
    [InlineData("a = me@host", 1, 7, "quotes")]
    [InlineData("a = 5$", 1, 6, "${path}")]
    [InlineData("a = x + y", 1, 7, "'+='")]
    [InlineData("é😀 = @", 1, 6, "quotes")]
    [InlineData("a = 1\r\nb = @\r\n", 2, 5, "quotes")]
    [InlineData("\ta = @", 1, 6, "quotes")]
    [InlineData("\"\"\"k\nk\"\"\" = @", 2, 8, "quotes")]
    [InlineData("a b 5\n", 2, 1, "expected '=', ':' or '{' after the key")]
    [InlineData("a 1 = 2 3 = 4", 1, 11, "outside quotes")]
    [InlineData("a { x = 1 } b = 2", 1, 13, "cannot be concatenated")]
    [InlineData("a = [1] 2", 1, 9, "comma or a new line")]
    [InlineData("a..b = 1", 1, 1, "empty element")]
    [InlineData("a = ${b", 1, 8, "closed by '}'")]
    [InlineData("a = ${b..c}", 1, 7, "empty element")]
    [InlineData("a = ${}", 1, 7, "expected")]
    [InlineData("a = ${LIST[]}", 1, 11, "closed by '}'")]
    [InlineData("a = 1\n  b = ${no.such}", 2, 7, "${?no.such}")]
    [InlineData("a = ${?b}\nb = ${a}", 2, 5, "refers to itself")]
    [InlineData("a = 1\na += 2", 2, 6, "test.conf:1:5")]
    [InlineData("x = [1]\na = t ${x}", 2, 5, "concatenated")]
    [InlineData("a : 1,, b : 2", 1, 7, "two commas")]
    [InlineData("include foo", 1, 12, "in quotes")]
    public void A_fault_is_told_with_its_place(string text, int line, int column, string words) =>
        Reading.Bare.ShouldRefuse(text, line, column, words);

    [Theory]
    [InlineData(new byte[] { (byte)'a', (byte)'=', (byte)'\n', (byte)' ', 0xff }, 2, 2)]
    [InlineData(new byte[] { 0xff, 0xfe, (byte)'a', 0 }, 1, 1)]
    [InlineData(new byte[] { (byte)'a', 0xc3 }, 1, 2)]
    [InlineData(new byte[] { 0xed, 0xa0, 0x80 }, 1, 1)]
    public void Bytes_that_are_not_utf8_are_refused_where_they_stand(byte[] bytes, int line, int column) =>
        Should.Throw<HoconException>(() => HoconDocument.Parse(bytes, "t")).Message.ShouldStartWith($"t:{line}:{column}: the byte 0x");

    [Fact]
    public void Nesting_has_an_end_in_braces_in_brackets_in_paths_and_by_substitution()
    {
        string[] towers =
        [
            string.Concat(Enumerable.Repeat("a{", 20_000)),
            string.Concat(Enumerable.Repeat("[", 20_000)),
            "x=" + string.Concat(Enumerable.Repeat("[{a=", 20_000)),
            string.Concat(Enumerable.Repeat("a.", 20_000)) + "a=1",
            "x = ${" + string.Concat(Enumerable.Repeat("a.", 20_000)) + "a}",
            string.Concat(Enumerable.Range(0, 20_000).Select(n => $"a{n} = {{ b = ${{a{n + 1}}} }}\n")) + "a20000 = 1",
            string.Concat(Enumerable.Range(0, 20_000).Select(n => $"a{n} = ${{a{n + 1}}}\n")) + "a20000 = 1",
            string.Concat(Enumerable.Repeat("a = ${?a} [1]\n", 20_000)),
            string.Concat(Enumerable.Repeat("a { x = ${?a.x}1 }\n", 20_000)),
            string.Concat(Enumerable.Repeat("include ", 20_000)),
        ];
        foreach (var tower in towers)
            OnASmallStack(() => Reading.Bare.ShouldRefuse(tower));
    }

    [Fact]
    public void A_few_lines_that_double_and_double_are_refused_before_they_fill_the_memory()
    {
        string[] bombs = ["\"x\"", "[x]", "{ x = 1 }"];
        foreach (var bomb in bombs)
        {
            var doubling = new StringBuilder($"a0 = {bomb}\n");
            for (var n = 1; n < 60; n++)
                doubling.Append(
                    $"a{n} = {(bomb[0] == '{' ? $"{{ p = ${{a{n - 1}}}, q = ${{a{n - 1}}} }}" : $"${{a{n - 1}}}${{a{n - 1}}}")}\n");
            Reading.Bare.ShouldRefuse(doubling.ToString()).Sentence.ShouldContain("expand without limit");
        }

        Reading.Bare.Object("a = { x = 1 }\n" + string.Concat(Enumerable.Range(0, 60).Select(n => $"a = ${{a}} ${{a}} {{ y{n} = 1 }}\n")))
            .Find("a")!.Value.ShouldBeOfType<HoconObject>().Fields.Count.ShouldBe(61, "merging an object with itself does not grow it");
    }

    [Fact]
    public void A_large_but_honest_file_is_read()
    {
        var text = new StringBuilder();
        for (var n = 0; n < 20_000; n++)
            text.Append($"outputs.o{n} {{ url = \"srt://host:{n}\", port = {n}, tags += a, tags += ${{common}} }}\nall += o{n}\n");
        text.Append("common = live");
        var root = Reading.Bare.Object(text.ToString());
        root.Find("outputs.o19999.tags")!.Value.ToString().ShouldBe("[\"a\", \"live\"]");
        root.Find("all")!.Value.ShouldBeOfType<HoconArray>().Items.Count.ShouldBe(20_000);
    }

    private static void OnASmallStack(Action action)
    {
        Exception? failure = null;
        var thread = new Thread(
            () =>
            {
                try
                {
                    action();
                }
                catch (Exception thrown)
                {
                    failure = thrown;
                }
            },
            maxStackSize: 512 * 1024);
        thread.Start();
        thread.Join();
        failure.ShouldBeNull(failure?.ToString());
    }
}
