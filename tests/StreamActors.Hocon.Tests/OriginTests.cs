namespace StreamActors.Hocon.Tests;

public sealed class OriginTests
{
    [Theory]
    [InlineData("a = 1", "a", "test.conf:1:5", "test.conf:1:1")]
    [InlineData("a {\n  b = [\n x ]\n}", "a.b", "test.conf:2:7", "test.conf:2:3")]
    [InlineData("a = 1\na = 2", "a", "test.conf:2:5", "test.conf:2:1")]
    [InlineData("a = 1\na = ${?no}", "a", "test.conf:1:5", "test.conf:1:1")]
    [InlineData("a.b = 1\na.c = 2", "a.b", "test.conf:1:7", "test.conf:1:1")]
    [InlineData("p = 5004\na = ${p}", "a", "test.conf:2:5 (from test.conf:1:5)", "test.conf:2:1")]
    [InlineData("a = ${PORT}", "a", "test.conf:1:5 (from environment variable PORT)", "test.conf:1:1")]
    [InlineData("a = srt ${PORT}", "a", "test.conf:1:5 (from environment variable PORT)", "test.conf:1:1")]
    [InlineData("b = ${PORT}\na = ${b}", "a", "test.conf:2:5 (from test.conf:1:5 (from environment variable PORT))", "test.conf:2:1")]
    [InlineData("base { x = 1 }\na = ${base}\na.y = 2", "a.x", "test.conf:1:12", "test.conf:1:8")]
    public void A_value_knows_where_it_was_written_and_where_it_came_from(string text, string path, string value, string key)
    {
        var field = Reading.Bare.With("PORT", "5004").Object(text).Find(path).ShouldNotBeNull();
        field.Value.Origin.ToString().ShouldBe(value);
        field.KeyOrigin.ToString().ShouldBe(key);
    }

    [Fact]
    public void A_value_of_an_included_file_names_that_file()
    {
        var root = Reading.Bare.File("/etc/m.conf", "include \"sub/x.conf\"").File("/etc/sub/x.conf", "\n a = 1").Load("/etc/m.conf");
        root.Find("a")!.Value.Origin.ToString().ShouldBe("/etc/sub/x.conf:2:6");
    }

    [Theory]
    [InlineData("a", "a")]
    [InlineData("a.b-c.d_1", "a.b-c.d_1")]
    [InlineData(" \"a\".\"b.c\" ", "a.\"b.c\"")]
    [InlineData("a b", "\"a b\"")]
    [InlineData("1.2", "\"1\".\"2\"")]
    [InlineData("\"\"", "\"\"")]
    public void A_path_renders_as_it_is_read(string text, string rendered)
    {
        var path = KeyPath.Parse(text);
        path.ToString().ShouldBe(rendered);
        KeyPath.Parse(rendered).ShouldBe(path);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a..b")]
    [InlineData("a.")]
    [InlineData("a = 1")]
    [InlineData("a\nb")]
    [InlineData("a.${b}")]
    public void What_is_no_path_is_refused(string text) => Should.Throw<HoconException>(() => KeyPath.Parse(text));
}
