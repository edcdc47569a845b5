namespace StreamActors.Hocon.Tests;

/// <summary>The substitution rules of the HOCON specification, with its examples under our own names.</summary>
public sealed class SubstitutionTests
{
    [Theory]
    [InlineData("a = ${b}, b = 5", """{"a":5,"b":5}""")]
    [InlineData("a = 1, b = ${a}, a = 2", """{"a":2,"b":2}""")]
    [InlineData("a = ${b.c}, b { c = [1] }", """{"a":[1],"b":{"c":[1]}}""")]
    [InlineData("a = ${\"x.y\"}, \"x.y\" = true", """{"a":true,"x.y":true}""")]
    [InlineData("a = ${ b  c }, b  c = 1", """{"a":1,"b  c":1}""")]
    [InlineData("key : ${who} is on air, who : cam1", """{"key":"cam1 is on air","who":"cam1"}""")]
    [InlineData("key : ${who}\" is on air\", who : cam1", """{"key":"cam1 is on air","who":"cam1"}""")]
    [InlineData("a = \"${b}\"", """{"a":"${b}"}""")]
    [InlineData("a = ${b}${b}, b = 1.50", """{"a":"1.501.50","b":1.50}""")]
    [InlineData("a = x ${n} y, n = null", """{"a":"x null y","n":null}""")]
    [InlineData("a = [${b} ${b}, ${c} ${c}], b = [1], c = 2", """{"a":[[1,1],"2 2"],"b":[1],"c":2}""")]
    [InlineData("east = ${base} { name = e }, base = { size = 6 }", """{"east":{"size":6,"name":"e"},"base":{"size":6}}""")]
    [InlineData("east = ${base} ${more}, base = { size = 6 }, more { x = 1 }",
        """{"east":{"size":6,"x":1},"base":{"size":6},"more":{"x":1}}""")]
    [InlineData("a = ${b} [2], b { \"0\" = 1 }", """{"a":[1,2],"b":{"0":1}}""")]
    public void A_substitution_gives_the_final_value_of_its_path(string text, string json) => Reading.Bare.ShouldRead(text, json);

    [Theory]
    [InlineData("a = ${?no}", "{}")]
    [InlineData("a = 1, a = ${?no}", """{"a":1}""")]
    [InlineData("a = ${?no}${?nor}", "{}")]
    [InlineData("a = ${?no} ${?nor}", "{}")]
    [InlineData("a = x${?no}y", """{"a":"xy"}""")]
    [InlineData("a = [1, ${?no}, 2]", """{"a":[1,2]}""")]
    [InlineData("a = ${?no} [1]", """{"a":[1]}""")]
    [InlineData("a = ${?no} { x = 1 }", """{"a":{"x":1}}""")]
    [InlineData("a = ${?b}, b = ${?c}, d = ${?a}", "{}")]
    [InlineData("a = ${?b.c}, b = 1", """{"b":1}""")]
    public void An_optional_substitution_that_finds_nothing_leaves_nothing(string text, string json) => Reading.Bare.ShouldRead(text, json);

    [Theory]
    [InlineData("path : \"a:b:c\"\npath : ${path}\":d\"", """{"path":"a:b:c:d"}""")]
    [InlineData("path = [ /bin ]\npath = ${path} [ /usr/bin ]", """{"path":["/bin","/usr/bin"]}""")]
    [InlineData("a = ${?a}foo", """{"a":"foo"}""")]
    [InlineData("a = 1, a = ${a}2, a = ${a}3", """{"a":"123"}""")]
    [InlineData("foo : { a : 1 }, foo : ${foo}", """{"foo":{"a":1}}""")]
    [InlineData("foo : ${?foo}", "{}")]
    [InlineData("foo : ${no}, foo : 42", """{"foo":42}""")]
    [InlineData("foo : ${foo}, foo : 42", """{"foo":42}""")]
    [InlineData("foo : { a : { c : 1 } }, foo : ${foo.a}, foo : { a : 2 }", """{"foo":{"a":2,"c":1}}""")]
    [InlineData("a = 1, a = ${a}2, a = ${a}${a}3", """{"a":"12123"}""")]
    [InlineData("base { x = [1] }, base { x = ${base.x} [2] }, a = ${base}, a { x += 3 }", """{"base":{"x":[1,2]},"a":{"x":[1,2,3]}}""")]
    [InlineData("defaults { a = ${item.b} }, item.b = 7, item = ${defaults} { b = 2 }", """{"defaults":{"a":2},"item":{"b":2,"a":2}}""")]
    [InlineData("a.b = [1], a.b = ${a.b} [2]", """{"a":{"b":[1,2]}}""")]
    [InlineData("a { b = 1 }, a { b = ${a.b}2 }", """{"a":{"b":"12"}}""")]
    [InlineData("a { x = 1 }, a = ${base}, base { x = 7 }, a { x = ${a.x}2 }", """{"a":{"x":"72"},"base":{"x":7}}""")]
    public void A_field_that_refers_to_itself_sees_what_it_was_before(string text, string json) => Reading.Bare.ShouldRead(text, json);

    [Theory]
    [InlineData("a += 1", """{"a":[1]}""")]
    [InlineData("a = [], a += b", """{"a":["b"]}""")]
    [InlineData("a = [1]\na += 2\na += [3]\na += { x = 4 }", """{"a":[1,2,[3],{"x":4}]}""")]
    [InlineData("a.b += 1, a { b += 2 }", """{"a":{"b":[1,2]}}""")]
    [InlineData("a = ${b}, a += 2, b = [1]", """{"a":[1,2],"b":[1]}""")]
    [InlineData("base { x = [1] }, a = ${base}, a { x += 2 }, a.x += 3", """{"base":{"x":[1]},"a":{"x":[1,2,3]}}""")]
    [InlineData("a = ${base} { x += 2 }, base { x = [1] }", """{"base":{"x":[1]},"a":{"x":[1,2]}}""")]
    [InlineData("base { x = [1] }, base { x += 2 }, a = ${base}, a { x += 3 }", """{"base":{"x":[1,2]},"a":{"x":[1,2,3]}}""")]
    [InlineData("a { \"0\" = x }, a += y", """{"a":["x","y"]}""")]
    [InlineData("[ { a = [1], a += 2 } ]", """[{"a":[1,2]}]""")]
    [InlineData("a += ${b}, b = 1", """{"a":[1],"b":1}""")]
    public void Plus_equals_adds_to_the_list_that_was(string text, string json) => Reading.Bare.ShouldRead(text, json);

    [Theory]
    [InlineData("bar : { foo : 42, baz : ${bar.foo} }", """{"bar":{"foo":42,"baz":42}}""")]
    [InlineData("bar : { foo : 42, baz : ${bar.foo} }, bar : { foo : 43 }", """{"bar":{"foo":43,"baz":43}}""")]
    [InlineData("bar : { a : ${foo.d}, b : 1 }, bar.b = 3, foo : { c : ${bar.b}, d : 2 }, foo.d = 4",
        """{"bar":{"a":4,"b":3},"foo":{"c":3,"d":4}}""")]
    [InlineData("foo = ${a.b.c}, a { b { c = 42, cycle = ${foo} }, cycle = ${foo} }",
        """{"foo":42,"a":{"b":{"c":42,"cycle":42},"cycle":42}}""")]
    [InlineData("d { a = 1, b = 2 }, i = ${d}, i.c = ${j.d}, i.x = ${j.y}, j = ${d}, j.d = ${i.a}, j.y = 15",
        """{"d":{"a":1,"b":2},"i":{"a":1,"b":2,"c":1,"x":15},"j":{"a":1,"b":2,"d":1,"y":15}}""")]
    [InlineData("d { a = 1, b = 2 }, i = ${d}, i.b = { c : 43 }, j.b = ${i.b}",
        """{"d":{"a":1,"b":2},"i":{"a":1,"b":{"c":43}},"j":{"b":{"c":43}}}""")]
    [InlineData("d { a = 1, b = 2 }, i.b = 7, i = ${d}, j.b = ${i.b}", """{"d":{"a":1,"b":2},"i":{"b":2,"a":1},"j":{"b":2}}""")]
    public void An_object_may_refer_into_itself_and_two_into_each_other(string text, string json) => Reading.Bare.ShouldRead(text, json);

    [Theory]
    [InlineData("a = ${a}", "refers to itself")]
    [InlineData("bar : ${foo}, foo : ${bar}", "refers to itself")]
    [InlineData("a : ${b}, b : ${c}, c : ${a}", "refers to itself")]
    [InlineData("a : ${?b}, b : ${c}, c : ${a}", "refers to itself")]
    [InlineData("foo : ${foo}, foo : { a : 1 }", "refers to itself")]
    [InlineData("a : { b : ${a} }", "contain itself")]
    [InlineData("a : [${a}]", "contain itself")]
    [InlineData("a : { b : ${a} { c : 1 } }", "contain itself")]
    [InlineData("a : { b : { c : ${a.b} } }", "contain itself")]
    [InlineData("a = [${b}], b = [${a}]", "contain itself")]
    [InlineData("a = ${no}", "neither a key")]
    [InlineData("a = ${no}, a = { b : 1 }", "neither a key")]
    [InlineData("a = y${b}z, b = [1]", "concatenated")]
    [InlineData("a = y${b}z, b { c = 2 }", "concatenated")]
    [InlineData("a = ${b}${c}, b = [1], c = 2", "concatenated")]
    [InlineData("a = ${b}${c}, b = [1], c { x = 2 }", "numbers")]
    [InlineData("a = ${b}\" \"${b}, b = [1]", "concatenated")]
    [InlineData("a = 1, a += 2", "'+=' adds to a list")]
    public void What_cannot_be_resolved_is_refused(string text, string words) =>
    Reading.Bare.ShouldRefuse(text).Sentence.ShouldContain(words);

    [Fact]
    public void An_optional_substitution_that_would_bring_an_object_into_itself_is_missing() =>
        Reading.Bare.ShouldRead("a : { b : ${?a}, c : 1 }", """{"a":{"c":1}}""");

    [Fact]
    public void Two_fields_that_swap_come_out_equal()
    {
        var root = Reading.Bare.Object("a : 1, b : 2, a : ${b}, b : ${a}");
        root.Find("a")!.Value.ToString().ShouldBe(root.Find("b")!.Value.ToString());
    }

    [Fact]
    public void A_missing_key_is_looked_up_in_the_environment()
    {
        var reading = Reading.Bare.With("HOST", "cam1").With("EMPTY", "").With("a.b", "dotted");
        reading.ShouldRead("a = ${HOST}", """{"a":"cam1"}""");
        reading.ShouldRead("a = 5004, a = ${?HOST}", """{"a":"cam1"}""");
        reading.ShouldRead("a = 5004, a = ${?OTHER}", """{"a":5004}""");
        reading.ShouldRead("url = \"srt://\"${HOST}\":5004\"", """{"url":"srt://cam1:5004"}""");
        reading.ShouldRead("a = 1, a = ${?EMPTY}", """{"a":""}""");
        reading.ShouldRead("HOST = local, a = ${HOST}", """{"HOST":"local","a":"local"}""");
        reading.ShouldRead("HOST = null, a = ${HOST}", """{"HOST":null,"a":null}""");
        reading.ShouldRead("HOST = ${HOST}:5004".Replace(":", "\":\"", StringComparison.Ordinal), """{"HOST":"cam1:5004"}""");
        reading.ShouldRead("x = ${a.b}", """{"x":"dotted"}""");
        reading.ShouldRead("x = ${?host}", "{}");
    }

    [Fact]
    public void A_value_from_the_environment_is_text_whatever_it_looks_like() =>
        Reading.Bare.With("PORT", "5004").Object("a = ${PORT}").Find("a")!.Value.ShouldBeOfType<HoconScalar>().Type.ShouldBe(
        ScalarKind.Text);

    [Fact]
    public void A_document_tells_which_variables_it_asked_for()
    {
        var document = HoconDocument.Parse("a = ${?B}, c = ${?A}, d = ${a2}, a2 = 1, e = ${?HIDDEN}, e = 1", "t",
            Reading.Bare.With("B", "1").IncludeContext);
        document.Variables.ShouldBe(["A", "B"]);
    }
}
