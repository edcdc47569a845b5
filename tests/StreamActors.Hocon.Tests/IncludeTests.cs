namespace StreamActors.Hocon.Tests;

public sealed class IncludeTests
{
    [Theory]
    [InlineData("include \"more.conf\"")]
    [InlineData("include\"more.conf\"")]
    [InlineData("include \n\n \"more.conf\"")]
    [InlineData("include file(\"more.conf\")")]
    [InlineData("include file( \"more.conf\" )")]
    [InlineData("include required(\"more.conf\")")]
    [InlineData("include required(file(\"more.conf\"))")]
    [InlineData("include required( file( \n \"more.conf\" ) )")]
    [InlineData("include \"more\"")]
    [InlineData("include \"../etc/more.conf\"")]
    [InlineData("include \"/etc/more.conf\"")]
    [InlineData("include \"file:///etc/more.conf\"")]
    [InlineData("{ include \"more.conf\" }")]
    public void A_file_is_included_however_the_statement_is_written(string statement) =>
        Reading.Bare.File("/etc/main.conf", statement).File("/etc/more.conf", "a = 1").ShouldLoad("/etc/main.conf", """{"a":1}""");

    [Theory]
    [InlineData("include \"more.conf\" : 1")]
    [InlineData("include more.conf")]
    [InlineData("include ${x}")]
    [InlineData("include")]
    [InlineData("include { a : 1 }")]
    [InlineData("include \"a\" \"b\"")]
    [InlineData("include file(\"more.conf\"")]
    [InlineData("include file(\"more.conf\"))")]
    [InlineData("include file(more.conf)")]
    [InlineData("include require(\"more.conf\")")]
    [InlineData("include url(\"http://host/more.conf\")")]
    [InlineData("include classpath(\"more.conf\")")]
    [InlineData("include \"http://host/more.conf\"")]
    [InlineData("include \"file://host/more.conf\"")]
    [InlineData("include \"\"")]
    [InlineData("include \"a\\u0000b\"")]
    public void A_crooked_include_is_refused(string statement)
    {
        var reading = Reading.Bare.File("/etc/main.conf", statement).File("/etc/more.conf", "a = 1");
        Should.Throw<HoconException>(() => reading.Load("/etc/main.conf")).Origin.Source.ShouldBe("/etc/main.conf");
    }

    [Fact]
    public void The_included_keys_stand_where_the_statement_stands()
    {
        var reading = Reading.Bare
            .File("/m", "a = 1, b { x = 1 }\ninclude \"more.conf\"\nc = 3")
            .File("/more.conf", "{ a = 2, b { y = 2 }, c = 2 } # end");
        reading.ShouldLoad("/m", """{"a":2,"b":{"x":1,"y":2},"c":3}""");
    }

    [Fact]
    public void Names_are_relative_to_the_including_file_and_not_to_the_working_folder()
    {
        var reading = Reading.Bare
            .File("/etc/main.conf", "include \"sub/one.conf\"")
            .File("/etc/sub/one.conf", "one = 1, include \"two.conf\"")
            .File("/etc/sub/two.conf", "two = 2, include \"../three.conf\"")
            .File("/etc/three.conf", "three = 3");
        reading.ShouldLoad("/etc/main.conf", """{"one":1,"two":2,"three":3}""");
    }

    [Fact]
    public void Without_an_extension_json_and_then_hocon_is_read()
    {
        var reading = Reading.Bare.File("/m", "include \"x\"").File("/x.json", """{"a":1,"b":1}""").File("/x.conf", "b = 2, c = 2");
        reading.ShouldLoad("/m", """{"a":1,"b":2,"c":2}""");
        reading.File("/x", "only = this").ShouldLoad("/m", """{"only":"this"}""");
    }

    [Fact]
    public void A_missing_file_is_passed_over_unless_it_is_required()
    {
        var reading = Reading.Bare.File("/m", "a = 1\ninclude \"none.conf\"").File("/r", "a = 1\ninclude required(\"none.conf\")");
        reading.ShouldLoad("/m", """{"a":1}""");
        Should.Throw<HoconException>(() => reading.Load("/r")).Message.ShouldBe("/r:2:1: the required file 'none.conf' does not exist.");
    }

    [Fact]
    public void A_file_that_is_there_but_cannot_be_read_is_never_passed_over()
    {
        var broken = new IncludeContext(_ => null, path => path == "/m" ? "include \"x\""u8.ToArray()
            : throw new UnauthorizedAccessException("no right to read"));
        Should.Throw<HoconException>(() => HoconDocument.Load("/m", broken)).Message.ShouldBe(
            "/m:1:1: '/x' cannot be read: no right to read");
    }

    [Fact]
    public void An_included_file_finds_its_own_keys_where_it_was_put_and_then_those_of_the_whole()
    {
        var reading = Reading.Bare
            .File("/m", "a { include \"foo.conf\" }, a { x = 42 }, z = outer")
            .File("/foo.conf", "x = 10, y = ${x}, w = ${z}");
        reading.ShouldLoad("/m", """{"a":{"x":42,"y":42,"w":"outer"},"z":"outer"}""");
    }

    [Fact]
    public void Its_own_key_goes_before_that_of_the_whole()
    {
        var reading = Reading.Bare.File("/m", "a { include \"foo.conf\" }, x = outer").File("/foo.conf", "x = inner, y = ${x}");
        reading.ShouldLoad("/m", """{"a":{"x":"inner","y":"inner"},"x":"outer"}""");
    }

    [Fact]
    public void Places_add_up_through_includes_of_includes()
    {
        var reading = Reading.Bare
            .File("/m", "a.b { include \"one.conf\" }, n = root")
            .File("/one.conf", "c { include \"two.conf\" }, m = one, x += 1")
            .File("/two.conf", "l = two, all = [${l}, ${m}, ${n}], x += 2");
        reading.ShouldLoad("/m", """{"a":{"b":{"c":{"l":"two","all":["two","one","root"],"x":[2]},"m":"one","x":[1]}},"n":"root"}""");
    }

    [Fact]
    public void A_variable_is_named_as_written_wherever_the_file_was_put()
    {
        var reading =
            Reading.Bare.With("PORT", "5004").File("/m", "a { include \"foo.conf\" }").File("/foo.conf", "port = 1, port = ${?PORT}");
        reading.ShouldLoad("/m", """{"a":{"port":"5004"}}""");
    }

    [Fact]
    public void An_included_file_may_look_back_at_what_the_including_one_said()
    {
        var reading =
            Reading.Bare.File("/m", "path = [1]\ninclude \"more\"\npath = ${path} [3]").File("/more", "path = ${path} [2], path += 2.5");
        reading.ShouldLoad("/m", """{"path":[1,2,2.5,3]}""");
    }

    [Fact]
    public void Inside_a_list_a_file_is_included_as_long_as_it_needs_no_place()
    {
        var reading =
            Reading.Bare.File("/m", "l = [ { include \"plain\" }, { include \"plain\", b = 2 } ]").File("/plain", "a = 1, c += 1");
        reading.ShouldLoad("/m", """{"l":[{"a":1,"c":[1]},{"a":1,"c":[1],"b":2}]}""");
        reading.File("/plain", "a = 1\nb = ${a}");
        Should.Throw<HoconException>(() => reading.Load("/m")).Message.ShouldStartWith("/plain:2:5: a file included in a list");
    }

    [Fact]
    public void A_list_cannot_be_included()
    {
        var reading = Reading.Bare.File("/m", "include \"l\"").File("/l", "\n[1]");
        Should.Throw<HoconException>(() => reading.Load("/m")).Message.ShouldStartWith("/l:2:1: ");
    }

    [Fact]
    public void Includes_that_go_round_are_refused_and_the_way_is_named()
    {
        var reading = Reading.Bare.File("/a", "include \"b\"").File("/b", "x { include \"c\" }").File("/c", "include \"./b\"");
        Should.Throw<HoconException>(() => reading.Load("/a")).Message.ShouldBe("/c:1:1: circular include: /a -> /b -> /c -> /b.");
        Should.Throw<HoconException>(() => reading.File("/a", "include \"a\"").Load("/a")).Message.ShouldContain("/a -> /a");
    }

    [Fact]
    public void The_same_file_may_be_included_twice_side_by_side() =>
        Reading.Bare.File("/m", "a { include \"x\" }, b { include \"x\" }").File("/x", "p = 1, q = ${p}")
            .ShouldLoad("/m", """{"a":{"p":1,"q":1},"b":{"p":1,"q":1}}""");

    [Fact]
    public void Includes_have_an_end_in_depth_and_in_number()
    {
        var deep = new IncludeContext(_ => null, path => System.Text.Encoding.UTF8.GetBytes($"include \"{path}x\""));
        Should.Throw<HoconException>(() => HoconDocument.Load("/x", deep)).Message.ShouldContain("nested more than 32 files");

        var wide = new IncludeContext(_ => null, path => path.Length > 10 ? ""u8.ToArray()
            : System.Text.Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat($"include \"{path}x\"\n", 50))));
        Should.Throw<HoconException>(() => HoconDocument.Load("/x", wide)).Message.ShouldContain("more than 1000 includes");
    }

    [Fact]
    public void Real_files_on_a_real_disk_are_found_beside_each_other()
    {
        var folder = Directory.CreateTempSubdirectory("hocon");
        try
        {
            var main = Path.Combine(folder.FullName, "main.conf");
            File.WriteAllText(main, "include \"sub/more.conf\"\nb = ${a}\ninclude \"none\"");
            Directory.CreateDirectory(Path.Combine(folder.FullName, "sub"));
            var more = Path.Combine(folder.FullName, "sub", "more.conf");
            File.WriteAllText(more, "\uFEFFa = 1\r\n");
            var document = HoconDocument.Load(main);
            Reading.ShouldBe(document.Root, """{"a":1,"b":1}""");
            document.Files.ShouldBe([main, more]);

            Should.Throw<HoconException>(() => HoconDocument.Load(Path.Combine(folder.FullName, "gone.conf"))).Message.ShouldContain(
                "no such file");
            HoconDocument.TryLoad(Path.Combine(folder.FullName, "gone.conf")).ShouldBeNull();
            Should.Throw<HoconException>(() => HoconDocument.Load(folder.FullName)).Message.ShouldContain("cannot be read");
            Should.Throw<HoconException>(() => HoconDocument.Load("/dev/zero")).Message.ShouldContain("MiB");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
