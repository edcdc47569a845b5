using StreamActors.Domain.Addresses;

namespace StreamActors.Domain.Tests.Addresses;

public sealed class PortRangeSpecs
{
    [Theory]
    [InlineData("8891-8990", 100)]
    [InlineData("1-65535", 65_535)]
    [InlineData("8891-8891", 1)]
    [InlineData("8990-8891", null)]
    [InlineData("0-10", null)]
    [InlineData("8891-65536", null)]
    [InlineData("8891", null)]
    [InlineData("8891-", null)]
    [InlineData("-1-10", null)]
    public void It_is_read_as_first_and_last(string text, int? ports)
    {
        PortRange.TryParse(text, null, out var range).ShouldBe(ports is not null);
        if (ports is not null)
            (range.All.Count(), range.ToString()).ShouldBe((ports.Value, text));
    }
}
