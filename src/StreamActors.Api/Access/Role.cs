namespace StreamActors.Api;

/// <summary>What somebody may do; each role may do what the ones before it may.</summary>
public enum Role
{
    Viewer,
    Operator,
    Editor,
    Admin,
}

/// <summary>Who asks, as the journal names them, and what they may do.</summary>
public sealed record Principal(string Who, Role Role);
