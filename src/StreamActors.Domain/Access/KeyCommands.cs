using StreamActors.Kernel;

namespace StreamActors.Domain.Access;

public sealed record IssueKey(KeyConfig Config) : Command;

public sealed record RevokeKey : Command;
