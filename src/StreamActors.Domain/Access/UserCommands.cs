using StreamActors.Kernel;

namespace StreamActors.Domain.Access;

public sealed record CreateUser(Role Role, SealedSecret Password) : Command;

/// <summary>A user who is disabled keeps the name and can do nothing.</summary>
public sealed record EditUser(Role Role, bool Disabled) : Command;

/// <summary>Ends every session too: who knew the old one is out.</summary>
public sealed record ChangePassword(SealedSecret Password) : Command;

public sealed record EndSessions : Command;

public sealed record RemoveUser : Command;
