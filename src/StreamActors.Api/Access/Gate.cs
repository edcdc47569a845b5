namespace StreamActors.Api;

/// <summary>Who asks, and whether they may: decided here for every operation, and nowhere else.</summary>
internal sealed class Gate
{
    private static readonly Principal Local = new("local", Role.Admin);

    public (Principal? Principal, Outcome? Refused) Admit(HttpContext http, Role? needs)
    {
        _ = (http, needs);
        return (Local, null);
    }
}
