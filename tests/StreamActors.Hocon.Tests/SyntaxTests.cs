namespace StreamActors.Hocon.Tests;

/// <summary>The syntax rules of the HOCON specification (lightbend/config, HOCON.md), section by section.</summary>
public sealed class SyntaxTests
{
    [Theory]
    [InlineData("", "{}")]
    [InlineData(" \n \n", "{}")]
    [InlineData("# only a comment", "{}")]
    [InlineData("# one\n//two", "{}")]
    [InlineData("{}", "{}")]
    [InlineData("[]", "[]")]
    [InlineData(" { \"port\" : 5004 } # after", """{"port":5004}""")]
    [InlineData("port = 5004", """{"port":5004}""")]
    [InlineData("srt { port : 5004 }", """{"srt":{"port":5004}}""")]
    [InlineData("\"srt\" {}", """{"srt":{}}""")]
    [InlineData("my srt { port : 5004 }", """{"my srt":{"port":5004}}""")]
    [InlineData("port\n=\n5004", """{"port":5004}""")]
    [InlineData("port # why\n : // really\n 5004", """{"port":5004}""")]
    [InlineData("srt\n{\n}", """{"srt":{}}""")]
    [InlineData("url = \"srt://h#1\"", """{"url":"srt://h#1"}""")]
    [InlineData("a : x // y", """{"a":"x"}""")]
    [InlineData("a : x/y", """{"a":"x/y"}""")]
    public void A_document_may_leave_out_what_is_obvious(string text, string json) => Reading.Bare.ShouldRead(text, json);

    [Theory]
    [InlineData("[1,2,3,]", "[1,2,3]")]
    [InlineData("[1\n2\n3]", "[1,2,3]")]
    [InlineData("[1\n,\n\n2 , \n3\n,\n]", "[1,2,3]")]
    [InlineData("a : 1, b : 2,", """{"a":1,"b":2}""")]
    [InlineData("{ a : 1\n b : 2 }", """{"a":1,"b":2}""")]
    [InlineData("a : 1\n\n,\nb : 2", """{"a":1,"b":2}""")]
    [InlineData("[ 1 2 3 4 ]", """["1 2 3 4"]""")]
    [InlineData("[ [ 1, 2 ] [ 3, 4 ] ]", "[[1,2,3,4]]")]
    [InlineData("[ [ 1, 2 ]\n [ 3, 4 ] ]", "[[1,2],[3,4]]")]
    [InlineData("[ # one\n 1 # two\n , 2 ]", "[1,2]")]
    public void A_line_end_is_as_good_as_a_comma_and_a_space_is_not(string text, string json) => Reading.Bare.ShouldRead(text, json);

    [Theory]
    [InlineData("[1,2,3,,]")]
    [InlineData("[,1,2,3]")]
    [InlineData("[1,,2,3]")]
    [InlineData("[,]")]
    [InlineData("{ , a : 1 }")]
    [InlineData("a : 1 ,, b : 2")]
    [InlineData("a : 1 ,,")]
    [InlineData("{ a : 1 b : 2 }")]
    [InlineData("""{ "a" : "x" "b" : "y" }""")]
    public void Commas_do_not_come_in_pairs_nor_first(string text) => Reading.Bare.ShouldRefuse(text);

    [Theory]
    [InlineData("{")]
    [InlineData("}")]
    [InlineData("a : 1 }")]
    [InlineData("{ a : [ }")]
    [InlineData("[ 1, }]")]
    [InlineData("[ 1, {]")]
    [InlineData("[")]
    [InlineData("{}x")]
    [InlineData("{}{}")]
    [InlineData("[][]")]
    [InlineData("[]{}")]
    [InlineData("a : 1 [")]
    [InlineData("{ a }")]
    [InlineData("{ a : }")]
    [InlineData("{ : 1 }")]
    [InlineData("a =")]
    [InlineData("a.b = ")]
    [InlineData("a , true")]
    [InlineData("{ a \n b : 1 }")]
    [InlineData("[ a : b ]")]
    [InlineData("[ a = b ]")]
    [InlineData("[ = ]")]
    [InlineData("[ + ]")]
    [InlineData("[ ` ]")]
    [InlineData("[ ^ ]")]
    [InlineData("[ ? ]")]
    [InlineData("[ ! ]")]
    [InlineData("[ @ ]")]
    [InlineData("[ * ]")]
    [InlineData("[ & ]")]
    [InlineData("[ \\ ]")]
    [InlineData("[ # ]")]
    [InlineData("[ // ]")]
    [InlineData("+=")]
    [InlineData("+= 1")]
    [InlineData("10 +=")]
    [InlineData("[ 10e+3e ]")]
    [InlineData("[ \"open ]")]
    [InlineData("[ \"two\nlines\" ]")]
    [InlineData("[ \"tab\there\" ]")]
    [InlineData("[ \"\\q\" ]")]
    [InlineData("[ \"\\u12g4\" ]")]
    [InlineData("[ \"\\u12")]
    [InlineData("[ \"\"\"open\"\" ]")]
    [InlineData("[$]")]
    [InlineData("[${]")]
    [InlineData("[${}]")]
    [InlineData("[${?}]")]
    [InlineData("[${ ?a}]")]
    [InlineData("[${a\n}]")]
    [InlineData("[ { b : ${${a}} } ]")]
    [InlineData("${a} : 1")]
    [InlineData("a = [1] text")]
    [InlineData("a = { b : 1 } text")]
    [InlineData("a = [1] \" \" [2]")]
    [InlineData("a = { b : 1 } [2]")]
    public void What_is_no_hocon_is_refused(string text) => Reading.Bare.ShouldRefuse(text);

    [Theory]
    [InlineData("[ true, false, null ]", "[true,false,null]")]
    [InlineData("[ truefoo, footrue, nullx, true x ]", """["truefoo","footrue","nullx","true x"]""")]
    [InlineData("[ 10.0bar, bar10.0, 10x, -, -x, 1-e3 ]", """["10.0bar","bar10.0","10x","-","-x","1-e3"]""")]
    [InlineData("[ 10, -10, 1.5, 1e5, 10e+3, -0.5E-2, 0 ]", "[10,-10,1.5,1e5,10e+3,-0.5E-2,0]")]
    [InlineData("[ 10e3e3, 1.0.0, 1.0., 01, .5, 127.0.0.1 ]", """["10e3e3","1.0.0","1.0.","01",".5","127.0.0.1"]""")]
    [InlineData("[ (42), /, a/b, é, x;y, 100% ]", """["(42)","/","a/b","é","x;y","100%"]""")]
    [InlineData("[ include, required ]", """["include","required"]""")]
    public void A_bare_word_is_text_unless_the_whole_of_it_is_something_else(string text, string json) =>
    Reading.Bare.ShouldRead(text, json);

    [Theory]
    [InlineData("""a = "\" \\ \/ \b \f \n \r \t \u00e9 \ud83d\ude00" """)]
    public void Quoted_text_is_escaped_as_in_json(string text) =>
        Reading.Bare.Object(text).Find("a")!.Value.ShouldBeOfType<HoconScalar>().Text.ShouldBe("\" \\ / \b \f \n \r \t é 😀");

    [Fact]
    public void Triple_quotes_keep_everything_between_them()
    {
        var q = "\"\"\"";
        Text($"a = {q}one\n\ttwo \\n \"quoted\" ${{x}} #no{q}").ShouldBe("one\n\ttwo \\n \"quoted\" ${x} #no");
        Text($"a = {q}crlf\r\nstays{q}").ShouldBe("crlf\r\nstays");
        Text($"a = {q}foo\"{q}").ShouldBe("foo\"");
        Text($"a = {q}foo\"\"{q}").ShouldBe("foo\"\"");
        Text($"a = {q}{q}").ShouldBe("");
        Text($"a = x {q}y{q} z").ShouldBe("x y z");
    }

    [Theory]
    [InlineData("a = foo bar baz ", "foo bar baz")]
    [InlineData("a =   foo \t bar   # c", "foo \t bar")]
    [InlineData("a = null bar 42 baz true 3.14 \"hi\"", "null bar 42 baz true 3.14 hi")]
    [InlineData("a = 1e5 1E5", "1e5 1E5")]
    [InlineData("a = \" x \"\"y\" z", " x y z")]
    [InlineData("a = x \n", "x")]
    public void Simple_values_on_a_line_join_into_one_text_with_the_space_between_them(string text, string value) =>
    Text(text).ShouldBe(value);

    [Fact]
    public void Every_unicode_separator_is_space_and_only_the_line_feed_ends_a_line()
    {
        foreach (var space in "\u00a0\u2007\u202f\u2003\u3000\u2028\u2029\ufeff\t\v\f\r\u001c\u001d\u001e\u001f\u1680")
        {
            Reading.Bare.ShouldRead($"{space}a{space}={space}1{space}\n{space}b{space}:{space}[1,{space}2]{space}",
                """{"a":1,"b":[1,2]}""");
            Text($"a = x{space}y").ShouldBe($"x{space}y");
            Reading.Bare.ShouldRefuse($"a = 1{space}b = 2");
        }

        Text("a = x\u0085y").ShouldBe("x\u0085y", "U+0085 is no separator");
    }

    [Fact]
    public void A_byte_order_mark_and_windows_line_ends_change_nothing()
    {
        var bytes = (byte[])[0xEF, 0xBB, 0xBF, .. "a = 1\r\nb {\r\n\tc = x y\r\n}\r\n# end\r\n"u8];
        Reading.ShouldBe(HoconDocument.Parse(bytes).Root, """{"a":1,"b":{"c":"x y"}}""");
    }

    [Theory]
    [InlineData("a.b.c : 1", """{"a":{"b":{"c":1}}}""")]
    [InlineData("a.x : 1, a.y : 2", """{"a":{"x":1,"y":2}}""")]
    [InlineData("a.\"b.c\".d : 1", """{"a":{"b.c":{"d":1}}}""")]
    [InlineData("a.\"\".b : 1", """{"a":{"":{"b":1}}}""")]
    [InlineData("a b c : 1", """{"a b c":1}""")]
    [InlineData(" a . b : 1", """{"a ":{" b":1}}""")]
    [InlineData("true : 1", """{"true":1}""")]
    [InlineData("3 : 1", """{"3":1}""")]
    [InlineData("3.14 : 1", """{"3":{"14":1}}""")]
    [InlineData("1.2.3 : 1", """{"1":{"2":{"3":1}}}""")]
    [InlineData("10.0foo : 1", """{"10":{"0foo":1}}""")]
    [InlineData("foo10.0 : 1", """{"foo10":{"0":1}}""")]
    [InlineData("foo\"10.0\" : 1", """{"foo10.0":1}""")]
    [InlineData("/a/b = 1", """{"/a/b":1}""")]
    [InlineData("foo include : 1", """{"foo include":1}""")]
    [InlineData("\"include\" : 1", """{"include":1}""")]
    [InlineData("a {\n b\n\n:\n 1 }", """{"a":{"b":1}}""")]
    public void A_key_is_a_path(string text, string json) => Reading.Bare.ShouldRead(text, json);

    [Theory]
    [InlineData("a. : 1")]
    [InlineData(".a : 1")]
    [InlineData("a..b : 1")]
    [InlineData("\"\". : 1")]
    [InlineData(".\"\" : 1")]
    [InlineData("a${b}c : 1")]
    [InlineData("[1] : 1")]
    [InlineData("include : 1")]
    [InlineData("include = \"x\"")]
    public void What_is_no_path_is_no_key(string text) => Reading.Bare.ShouldRefuse(text);

    [Theory]
    [InlineData("a : 1, a : 2", """{"a":2}""")]
    [InlineData("""{ "foo" : { "a" : 42 }, "foo" : { "b" : 43 } }""", """{"foo":{"a":42,"b":43}}""")]
    [InlineData("""{ "foo" : { "a" : 42 }, "foo" : null, "foo" : { "b" : 43 } }""", """{"foo":{"b":43}}""")]
    [InlineData("a { x { p : 1, q : 2 } }, a.x { q : 3, r : 4 }", """{"a":{"x":{"p":1,"q":3,"r":4}}}""")]
    [InlineData("a : { x : 1 }, a : 42", """{"a":42}""")]
    [InlineData("a : 42, a : { x : 1 }", """{"a":{"x":1}}""")]
    [InlineData("a : [1], a : [2]", """{"a":[2]}""")]
    public void Of_two_values_for_a_key_the_later_wins_and_objects_merge(string text, string json) => Reading.Bare.ShouldRead(text, json);

    [Theory]
    [InlineData("a : { b : 1, c : 2 }")]
    [InlineData("a : { b : 1 } { c : 2 }")]
    [InlineData("a { b : 1 }\na { c : 2 }")]
    [InlineData("a { b : 0 } { b : 1, c : 2 }")]
    public void Objects_side_by_side_are_one_object(string text) => Reading.Bare.ShouldRead(text, """{"a":{"b":1,"c":2}}""");

    [Theory]
    [InlineData("a : [ 1, 2, 3, 4 ]")]
    [InlineData("a : [ 1, 2 ] [ 3, 4 ]")]
    [InlineData("a : [ 1, 2 ]\na : ${a} [ 3, 4 ]")]
    [InlineData("a : [\n1\n2\n] [\n3\n4\n]")]
    [InlineData("a : [ 1, 2 ] { \"1\" : 4, \"0\" : 3, x : 5 }")]
    public void Lists_side_by_side_are_one_list(string text) => Reading.Bare.ShouldRead(text, """{"a":[1,2,3,4]}""");

    private static string Text(string text) => Reading.Bare.Object(text).Find("a")!.Value.ShouldBeOfType<HoconScalar>().Text;
}
