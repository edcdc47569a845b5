using StreamActors.Kernel;

namespace StreamActors.Storage;

/// <summary>Where the operator keeps the master key.</summary>
public abstract record MasterKeySource
{
    private MasterKeySource() { }

    /// <summary>A file that only its owner may read; made on first use, when the database holds no secrets yet.</summary>
    public sealed record KeptInFile(string Path) : MasterKeySource
    {
        public override string ToString() => $"the file '{Path}'";
    }

    /// <summary>An environment variable that holds 32 bytes in base64.</summary>
    public sealed record KeptInVariable(string Name, Secret? Value) : MasterKeySource
    {
        public KeptInVariable(string name) : this(name, Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? new Secret(text) : null) { }

        public override string ToString() => $"the environment variable {Name}";
    }

    /// <summary>Words from which the key is derived by Argon2id; the salt and the parameters are kept in the database.</summary>
    public sealed record DerivedFromPassphrase(Secret Words) : MasterKeySource
    {
        public override string ToString() => "the passphrase";
    }
}
