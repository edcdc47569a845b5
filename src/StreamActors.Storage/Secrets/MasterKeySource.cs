using StreamActors.Kernel;

namespace StreamActors.Storage;

/// <summary>Where the master key comes from.</summary>
public abstract record MasterKeySource
{
    private MasterKeySource() { }

    /// <summary>An owner-only file; created on first use, if the database holds no secrets yet.</summary>
    public sealed record KeptInFile(string Path) : MasterKeySource
    {
        public override string ToString() => $"the file '{Path}'";
    }

    /// <summary>An environment variable with 32 bytes in base64.</summary>
    public sealed record KeptInVariable(string Name, Secret? Value) : MasterKeySource
    {
        public KeptInVariable(string name)
            : this(name, Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? new Secret(text) : null) { }

        public override string ToString() => $"the environment variable {Name}";
    }

    /// <summary>A passphrase, from which Argon2id derives the key; salt and parameters are stored in the database.</summary>
    public sealed record DerivedFromPassphrase(Secret Words) : MasterKeySource
    {
        public override string ToString() => "the passphrase";
    }
}
