using Microsoft.Extensions.Configuration;

namespace StreamActors.Hocon.Provider;

/// <summary>
/// Provides a tree to Microsoft.Extensions.Configuration, and keeps it, since flat keys lose types and origins. It is read once,
/// when the configuration is built, and not watched.
/// </summary>
public sealed class TreeConfigurationProvider(string name, Func<LoadedTree> read) : ConfigurationProvider
{
    private Flattening? _flat;

    public LoadedTree Loaded { get; private set; } = LoadedTree.Empty(name);

    /// <summary>Where the value of a key (<c>a:b:c</c>) was written; null when this source does not have the key.</summary>
    public ValueOrigin? OriginOf(string key) => _flat?.Origins.GetValueOrDefault(key);

    public override void Load()
    {
        Loaded = read();
        _flat = Flattening.Of(Loaded.Tree);
        Data = _flat.Values;
    }

    public override string ToString() => name;
}

public sealed record TreeConfigurationSource(string Name, Func<LoadedTree> Read) : IConfigurationSource
{
    public IConfigurationProvider Build(IConfigurationBuilder builder) => new TreeConfigurationProvider(Name, Read);
}
