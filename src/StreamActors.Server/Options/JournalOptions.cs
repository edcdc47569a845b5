using System.Diagnostics.CodeAnalysis;
using StreamActors.Kernel;

namespace StreamActors.Server;

public sealed record JournalOptions
{
    public DatabaseChoice Database { get; init; } = DatabaseChoice.Sqlite;

    public PluginChoice Plugin { get; init; } = PluginChoice.Streamactors;

    public PostgresqlOptions Postgresql { get; init; } = new();

    public TimeSpan Poll { get; init; } = TimeSpan.FromSeconds(1);
}

public enum DatabaseChoice
{
    Sqlite,
    Postgresql,
}

public enum PluginChoice
{
    Streamactors,
    AkkaPersistenceSql,
}

public sealed record PostgresqlOptions
{
    public ConnectionText Connection { get; init; } = new("");
}

/// <summary>A connection string; it may contain a password, so it is never printed.</summary>
public readonly record struct ConnectionText(string Clear) : IParsable<ConnectionText>
{
    public bool IsEmpty => string.IsNullOrWhiteSpace(Clear);

    public static ConnectionText Parse(string s, IFormatProvider? provider) => new(s);

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out ConnectionText result)
    {
        result = new ConnectionText(s ?? "");
        return s is not null;
    }

    public override string ToString() => IsEmpty ? "" : Secret.Mask;
}
