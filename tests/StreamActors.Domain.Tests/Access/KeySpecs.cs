using StreamActors.Domain.Access;
using StreamActors.Kernel;

namespace StreamActors.Domain.Tests.Access;

public sealed class KeySpecs
{
    private static readonly KeyConfig Tally = new("Tally light", Role.Viewer, ["inputs"], Scenario.Start + TimeSpan.FromDays(1), "hash");

    private static Scenario Key(params IReadOnlyList<Happening> given) => new(KeyKind.Kind, new KeyId("abc").EntityId, given);

    [Fact]
    public void A_key_is_issued_once_and_revoked_for_ever()
    {
        Key().When(new IssueKey(Tally)).Then(new KeyIssued(Tally));
        Key(new KeyIssued(Tally)).When(new IssueKey(Tally with { Hash = "other" })).ThenRefused("exists");
        Key(new KeyIssued(Tally)).When(new RevokeKey()).Then(new KeyRevoked());
        Key(new KeyIssued(Tally), new KeyRevoked()).When(new RevokeKey()).Then();
        Key(new KeyIssued(Tally), new KeyRevoked()).When(new IssueKey(Tally)).ThenRefused("exists");
        Key().When(new RevokeKey()).ThenRefused("not-found");
    }

    [Fact]
    public void Readers_are_keys_and_never_users()
    {
        Key().When(new IssueKey(Tally with { Role = Role.Reader })).Then(new KeyIssued(Tally with { Role = Role.Reader }));
        new Scenario(UserKind.Kind, new UserId("eve").EntityId, [])
            .When(new CreateUser(Role.Reader, new SealedSecret(Guid.Empty, "sealed"))).ThenRefused("invalid");
    }

    [Fact]
    public void Every_field_at_fault_is_named_at_once() =>
        Key().When(new IssueKey(Tally with { Name = " ", Role = (Role)9, Expires = Scenario.Start }))
        .ThenRefused("invalid").Fields.Select(f => f.Field).ShouldBe(["name", "role", "expires"]);
}
