using StreamActors.Hocon;

namespace StreamActors.Server.Tests;

/// <summary>hocon/streamactors.conf and the options records have the same keys and defaults.</summary>
public sealed class ConfSpecs
{
    private static readonly HoconObject File = (HoconObject)HoconDocument.Parse(Settings.Defaults(), "streamactors.conf").Root;

    private static readonly string[] Lines = Settings.Defaults().Split('\n');

    public static TheoryData<string> Keys => [.. Settings.Shape().KnownKeys.Select(k => k.Path.ToString())];

    [Theory, MemberData(nameof(Keys))]
    public void Every_key_is_in_the_file(string key) => File.Find(key).ShouldNotBeNull($"hocon/streamactors.conf lacks {key}");

    [Fact]
    public void Every_key_of_the_file_is_known_and_has_a_value_of_its_kind() => Settings.Shape().Read(File).Problems.ShouldBeEmpty();

    [Fact]
    public void The_file_s_values_are_the_defaults() =>
    Settings.Shape().Read(File).Get<StreamActorsOptions>().ShouldBe(new StreamActorsOptions());

    [Theory, MemberData(nameof(Keys))]
    public void Every_key_is_explained_above_it(string key)
    {
        // The lines above, up to a blank line or the start of the section, must contain a comment.
        var line = File.Find(key)!.KeyOrigin.Line - 1;
        Lines.Take(line).Reverse().TakeWhile(l => l.Trim().Length > 0 && !l.TrimEnd().EndsWith('{'))
            .ShouldContain(l => l.TrimStart().StartsWith('#'), key);
    }

    [Fact]
    public void A_key_that_only_the_file_has_would_be_told() =>
        Settings.Shape().Read((HoconObject)HoconDocument.Parse("streamactors.extra = 1").Root).Problems.ShouldHaveSingleItem().Key.ShouldBe(
        "streamactors.extra");
}
