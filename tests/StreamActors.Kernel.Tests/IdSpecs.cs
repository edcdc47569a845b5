using StreamActors.Kernel;

namespace StreamActors.Kernel.Tests;

public sealed class IdSpecs
{
    [Theory]
    [InlineData("input", "studio-1")]
    [InlineData("workload", "studio-1~0~out-3~12")]
    [InlineData("a", "0")]
    public void A_persistence_id_reads_kind_slash_id(string kind, string id)
    {
        var entity = new EntityId(kind, id);
        entity.ToString().ShouldBe($"{kind}/{id}");
        EntityId.Parse(entity.ToString()).ShouldBe(entity);
    }

    [Theory]
    [InlineData("input", "")]
    [InlineData("input", "-a")]
    [InlineData("input", "Studio")]
    [InlineData("input", "a/b")]
    [InlineData("input", "a~")]
    [InlineData("input", "a\n")]
    [InlineData("in~put", "a")]
    [InlineData("", "a")]
    public void An_id_that_would_not_keep_is_never_made(string kind, string id) =>
    Should.Throw<ArgumentException>(() => new EntityId(kind, id));

    [Fact]
    public void A_part_has_63_characters_at_most()
    {
        EntityId.IsWellFormed(new string('a', 63)).ShouldBeTrue();
        EntityId.IsWellFormed(new string('a', 64)).ShouldBeFalse();
    }

    [Theory]
    [InlineData("studio", "195")]
    [InlineData("camera-1", "152")]
    [InlineData("udp~5004", "103")]
    public void The_shard_of_an_id_is_fixed_for_ever(string id, string shard) => StableHash.Shard(id, of: 256).ShouldBe(shard);

    [Fact]
    public void The_same_words_are_the_same_command()
    {
        CommandId.Of("retry-me").ShouldBe(CommandId.Of("retry-me"));
        CommandId.Of("retry-me").ShouldNotBe(CommandId.Of("retry-you"));
        CommandId.Parse(CommandId.Of("x").ToString()).ShouldBe(CommandId.Of("x"));
    }

    [Theory]
    [InlineData(1, 0.5, 200)]
    [InlineData(2, 0.5, 400)]
    [InlineData(2, 0.0, 320)]
    [InlineData(2, 0.999999, 480)]
    [InlineData(50, 0.5, 30_000)]
    [InlineData(50, 0.999, 30_000)]
    public void A_back_off_grows_is_jittered_and_is_capped(int attempt, double chance, double milliseconds) =>
        new BackOff(TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(30))
        .Delay(attempt, chance).TotalMilliseconds.ShouldBe(milliseconds, 0.01);
}
