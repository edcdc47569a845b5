using System.Collections.Immutable;
using StreamActors.Domain.Addresses;
using StreamActors.Kernel;

namespace StreamActors.Domain.Tests.Addresses;

public sealed class ProtocolTableSpecs
{
    private static readonly (Protocol Protocol,
        bool IsIngest)[] All = [.. Protocols.Inputs.Select(p => (p, true)), .. Protocols.Outputs.Select(p => (p, false))];

    public static TheoryData<string, string, bool> Examples()
    {
        var examples = new TheoryData<string, string, bool>();
        foreach (var (protocol, isIngest) in All)
        {
            foreach (var form in protocol.Forms)
                examples.Add(form.Example, form.Option ?? "", isIngest);
        }
        return examples;
    }

    [Fact]
    public void Everything_has_a_text_and_a_default_that_is_right()
    {
        foreach (var (protocol, _) in All)
        {
            protocol.Text.ShouldEndWith(".");
            protocol.Listens.ShouldEndWith(".");
            protocol.Forms.ShouldNotBeEmpty();
            protocol.QueryText.ShouldNotBeEmpty();
            foreach (var option in protocol.Options)
            {
                option.Text.ShouldNotBeEmpty($"{protocol.Name} {option.Name}");
                option.Expected.ShouldNotBeEmpty();
                option.DefaultShown.ShouldNotBeNullOrEmpty($"{protocol.Name} {option.Name}");
                (option.Default is null || option.IsRight(option.Default)).ShouldBeTrue($"{protocol.Name} {option.Name}");
            }
            foreach (var option in protocol.Options.Concat(protocol.Secrets))
            {
                (option.IsRight(option.Example), option.Example != option.Default).ShouldBe((true, true), $"{protocol.Name} {option.Name}");
                option.Values.ShouldAllBe(value => option.IsRight(value));
            }
            protocol.Secrets.ShouldAllBe(s => s.Text.Length > 0 && s.Expected.Length > 0);
        }
    }

    [Fact]
    public void No_word_of_a_query_has_two_meanings()
    {
        foreach (var (protocol, _) in All)
        {
            protocol.Options.Concat(protocol.Secrets).SelectMany(o => o.QueryNames.Select(q => q.Name).Append(o.Name).Distinct())
                .Concat(protocol.QueryRules.Select(r => r.Name)).ShouldBeUnique();
        }
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void Every_example_is_right(string url, string option, bool isIngest)
    {
        var options = option.Length == 0 ? ImmutableSortedDictionary<string, string>.Empty
            : ImmutableSortedDictionary<string, string>.Empty.Add(option.Split('=')[0], option.Split('=')[1]);
        var split = PlainAddress.Split(new(url, options, ImmutableSortedDictionary<string, Secret>.Empty), isIngest);
        UrlParts.Parse(url, out var parts).ShouldBeNull();
        var secrets = split.Secrets.Keys.Union(Protocols.Find(parts.Scheme, isIngest)!.NeedsKey ? ["key"] : [])
            .ToImmutableSortedDictionary(s => s, _ => new SealedSecret(Guid.Empty, "sealed"));
        AddressRules.Check(new Address(split.Url) { Options = split.Options, Secrets = secrets }, isIngest).ShouldBeEmpty();
    }
}
