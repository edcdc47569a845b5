using StreamActors.Kernel;

namespace StreamActors.Domain.Alerts;

/// <summary>Its condition has held for long enough.</summary>
/// <param name="Since">When it began to hold.</param>
public sealed record RaiseAlert(AlertSeverity Severity, string Summary, DateTimeOffset Since) : Command;

/// <summary>Its condition holds no longer.</summary>
public sealed record ResolveAlert(string Why) : Command;

/// <summary>Somebody sees to it: it is not repeated.</summary>
public sealed record AcknowledgeAlert(string? Note) : Command;

/// <summary>Nobody is told of it until then, whether it fires now or not.</summary>
public sealed record SilenceAlert(DateTimeOffset Until, string Reason) : Command;

public sealed record UnsilenceAlert : Command;
