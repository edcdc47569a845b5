using StreamActors.Kernel;

namespace StreamActors.Domain.Access;

public sealed class KeyDecider : Decider<KeyState, KeyLive>
{
    public override KeyState NoOrder => KeyState.None;

    public override KeyLive NoLive => KeyLive.None;

    public override Decision Decide(KeyState order, KeyLive live, Command command) => (command, order.Config) switch
    {
        (IssueKey c, null) => Issue(c),
        (IssueKey c, { } config) => config == c.Config && !order.Revoked ? Decision.Nothing
            : Decision.Refuse("exists", "A key with this id exists or existed already."),
        (RevokeKey, null) => Decision.Refuse("not-found", "There is no API key with this id."),
        (RevokeKey, _) => order.Revoked ? Decision.Nothing : Decision.Store(new KeyRevoked()),
        _ => throw Unknown(command),
    };

    public override KeyState Evolve(KeyState order, Event happened) => happened switch
    {
        KeyIssued e => new KeyState(e.Config, false),
        KeyRevoked => order with { Revoked = true },
        _ => throw Unknown(happened),
    };

    private static Decision Issue(IssueKey c)
    {
        FieldFault[] faults =
        [
            .. c.Config.Name.Trim().Length is 0 or > 100 || c.Config.Name.Any(char.IsControl)
                ? [new("name", c.Config.Name, "1 to 100 characters, none of them a control character")] : Array.Empty<FieldFault>(),
            .. Enum.IsDefined(c.Config.Role) ? Array.Empty<FieldFault>()
                : [new("role", $"{c.Config.Role}", "reader, viewer, operator, editor or admin")],
            .. c.Config.Expires <= c.Origin.At ? [new("expires", $"{c.Config.Expires:O}", "a time in the future")]
                : Array.Empty<FieldFault>(),
        ];
        return faults.Length == 0 ? Decision.Store(new KeyIssued(c.Config))
            : Decision.Refuse("invalid", $"Fields of the key that are invalid: {faults.Length}.", faults);
    }
}
