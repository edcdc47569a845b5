using StreamActors.Hocon.Units;

namespace StreamActors.Hocon.Tests;

internal static class Options
{
    public enum Flavour
    {
        Embedded,
        LowLatency,
    }

    /// <summary>One of each type that options may have.</summary>
    public sealed record Server
    {
        public Http Http { get; init; } = new();

        public TimeSpan StallAfter { get; init; } = TimeSpan.FromSeconds(10);

        public ByteSize Buffer { get; init; } = new(32 << 20);

        public Flavour Runtime { get; init; } = Flavour.Embedded;

        public string Name { get; init; } = "node";

        public string? Note { get; init; }

        public long Seed { get; init; } = -1;

        public double Jitter { get; init; } = 0.2;

        public int? Limit { get; init; }

        public IReadOnlyList<string> Tags { get; init; } = [];

        public TimeSpan[] Steps { get; init; } = [TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1)];

        public IReadOnlyDictionary<string, Platform> Platforms { get; init; } = new Dictionary<string, Platform>(StringComparer.Ordinal);

        public IReadOnlyDictionary<string, int> Weights { get; init; } = new Dictionary<string, int>(StringComparer.Ordinal);

        public IReadOnlyList<Platform> Mirrors { get; init; } = [];

        public string MasterKey { get; init; } = "";

        public string Computed => Name + Seed;
    }

    public sealed record Http
    {
        public string Host { get; init; } = "127.0.0.1";

        public ushort Port { get; init; } = 8080;

        public bool Compress { get; init; } = true;
    }

    public sealed record Platform(string Url, int Retries = 3, Flavour Runtime = Flavour.LowLatency);

    public sealed record Strict
    {
        private readonly int _from;

        public required string Data { get; init; }

        public int From
        {
            get => _from;
            init => _from = value >= 0 ? value : throw new ArgumentException("a From of zero or more");
        }
    }
}
