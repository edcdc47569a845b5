namespace StreamActors.Server;

public sealed record SecretsOptions
{
    public MasterKeyOptions MasterKey { get; init; } = new();

    /// <summary>The previous location of the key, while it is being changed.</summary>
    public MasterKeyOptions PreviousMasterKey { get; init; } = new() { From = MasterKeyPlace.Nowhere };
}

public sealed record MasterKeyOptions
{
    public MasterKeyPlace From { get; init; } = MasterKeyPlace.File;

    public string File { get; init; } = "master.key";

    public string Variable { get; init; } = "STREAMACTORS_MASTER_KEY";

    public string PassphraseFile { get; init; } = "passphrase";
}

public enum MasterKeyPlace
{
    Nowhere,
    File,
    Variable,
    Passphrase,
}
