using System.Diagnostics;
using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace StreamActors.Hocon.Tests;

/// <summary>Random bytes give either a tree or a HoconException, quickly, and a tree survives rendering and parsing.</summary>
public sealed class FuzzTests
{
    private static readonly string[] Pieces =
    [
        "a", "b", "a.b", "x y", "include", "include \"f\"", "include \"g\"", "include required(file(\"f\"))", "{", "}", "[", "]", ",", "=",
        ":", "+=",
        "${a}", "${?a}", "${b}", "${?a.b}", "${x y}", "${", "${?", "\"q\"", "\"", "\"\"\"", "\\", "\\u00", "#", "//", "\n", "\r\n", " ",
        "\t", "1", "-1.5e+3",
        "true", "null", "0", "1", "é", "\u00a0", "\ufeff", "\ud800", "$", "+", "@", "a = ", "a { ", "a = ${a} ", "a += ", "b = [", "\n}\n",
        "]\n",
    ];

    private static readonly IncludeContext World = new(
        name => name.Length % 2 == 0 ? "env" : null,
        path => Path.GetFileName(path) switch
        {
            "f" => "a = ${?a} [1], c { include \"g\" }"u8.ToArray(),
            "g" => "b = ${?b}x, d = ${?c}, e += 1"u8.ToArray(),
            "loop" => "include \"loop\""u8.ToArray(),
            _ => null,
        });

    [Fact]
    public void No_bytes_do_anything_worse_than_a_refusal() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(3_000),
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), bytes => Survives(bytes)));

    [Fact]
    public void No_heap_of_hocon_pieces_does_anything_worse_than_a_refusal()
    {
        var texts = Gen.Sized(size => Gen.Elements(Pieces).ListOf(Math.Min(size, 60))).Select(pieces => string.Concat(pieces));
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(20_000).WithEndSize(60),
            Prop.ForAll(texts.ToArbitrary(), text => Survives(Encoding.UTF8.GetBytes(text))));
    }

    [Fact]
    public void No_change_to_a_good_file_does_anything_worse_than_a_refusal()
    {
        var good = Encoding.UTF8.GetBytes(
            "include \"f\"\nstreamactors { http { port = 80\n port = ${?PORT} }, tags = [a, \"b\\n\", ${a}] [c] # end\n" +
            "text = \"\"\"x\ny\"\"\", base { s = 1 }, more = ${base} { t = ${base.s}${a.b} }\n list += 1, list += ${?none} }\na = { b = "
            + "10s }\n");
        var changes =
            Gen.Choose(0, good.Length - 1)
            .SelectMany(at => Gen.Choose(0, 255).SelectMany(value => Gen.Choose(0, 2).Select(kind => (at, (byte)value, kind)))).ListOf(3);
        Survives(good).ShouldBeTrue();
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(10_000),
            Prop.ForAll(changes.ToArbitrary(), edits =>
            {
                var bytes = good.ToList();
                foreach (var (at, value, kind) in edits)
                {
                    var place = Math.Min(at, bytes.Count - 1);
                    switch (kind)
                    {
                        case 0: bytes[place] = value; break;
                        case 1: bytes.RemoveAt(place); break;
                        default: bytes.Insert(place, value); break;
                    }
                }

                return Survives([.. bytes]);
            }));
    }

    private static bool Survives(byte[] bytes)
    {
        var watch = Stopwatch.StartNew();
        try
        {
            var root = HoconDocument.Load("/main", World with { ReadFile = path => path == "/main" ? bytes : World.ReadFile(path) }).Root;
            var text = root.ToString();
            Trees.Same(root, HoconDocument.Parse(text, "again", new IncludeContext(_ => null, _ => null)).Root).ShouldBeTrue(text);
        }
        catch (HoconException refusal)
        {
            refusal.Sentence.ShouldNotBeNullOrWhiteSpace();
            refusal.Origin.Source.ShouldNotBeNullOrWhiteSpace();
        }

        // A hang would take minutes; a busy machine may take a second.
        return watch.Elapsed < TimeSpan.FromSeconds(20);
    }
}
