using StreamActors.Kernel;

namespace StreamActors.Domain.Access;

public sealed record CreateUser(Role Role, SealedSecret Password) : Command;

/// <summary>A disabled user keeps the name but cannot log in or use a session.</summary>
public sealed record EditUser(Role Role, bool Disabled) : Command;

/// <summary>Also ends every session of the user.</summary>
public sealed record ChangePassword(SealedSecret Password) : Command;

public sealed record EndSessions : Command;

public sealed record RemoveUser : Command;
