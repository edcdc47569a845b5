using StreamActors.Kernel;

namespace StreamActors.Domain.Alerts;

/// <summary>The condition has held for long enough.</summary>
/// <param name="Since">When the condition began to hold.</param>
public sealed record RaiseAlert(AlertSeverity Severity, string Summary, DateTimeOffset Since) : Command;

/// <summary>The condition no longer holds.</summary>
public sealed record ResolveAlert(string Why) : Command;

/// <summary>An operator takes care of it: it is not sent again.</summary>
public sealed record AcknowledgeAlert(string? Note) : Command;

/// <summary>It is not sent until then, whether firing or not.</summary>
public sealed record SilenceAlert(DateTimeOffset Until, string Reason) : Command;

public sealed record UnsilenceAlert : Command;
