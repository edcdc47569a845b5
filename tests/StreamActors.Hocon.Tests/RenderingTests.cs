using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace StreamActors.Hocon.Tests;

public sealed class RenderingTests
{
    [Fact]
    public void What_is_rendered_reads_as_the_same_tree() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(500),
        Prop.ForAll(Trees.Objects,
            tree => Trees.Same(tree, HoconDocument.Parse(Encoding.UTF8.GetBytes(tree.ToString()), "t", Reading.Bare.IncludeContext).Root)));

    [Fact]
    public void A_value_rendered_alone_reads_as_the_same_value() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(500),
        Prop.ForAll(Trees.Values, value =>
        {
            var text = value is HoconObject ? $"a {{\n{value}}}" : $"a = {value}";
            return Trees.Same(value, Reading.Bare.Object(text).Find("a")!.Value);
        }));

    [Fact]
    public void Json_written_by_another_hand_is_read_as_that_hand_meant_it() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(500),
        Prop.ForAll(Trees.Objects, tree => Trees.Same(tree, HoconDocument.Parse(Trees.Json(tree), "t", Reading.Bare.IncludeContext).Root)));

    [Fact]
    public void A_section_is_handed_on_as_text_that_stands_for_itself()
    {
        var root = Reading.Bare.With("HOST", "node1").Object(
            """
            base { seed = ["a", ${HOST}] }
            akka = ${base} {
              remote.port = 8091, loglevel = DEBUG
              serializers { "Our.Event, Assembly" = evt }, empty {}, none = [], off = null, on = on
              list = [ { a = 1 }, [] ]
            }
            """);
        root.Find("akka")!.Value.ToString().ShouldBe(
            """
            seed = ["a", "node1"]
            remote {
              port = 8091
            }
            loglevel = "DEBUG"
            serializers {
              "Our.Event, Assembly" = "evt"
            }
            empty {}
            none = []
            off = null
            on = "on"
            list = [{
              a = 1
            }, []]

            """.ReplaceLineEndings("\n"));
    }
}
