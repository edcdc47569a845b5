using System.Security.Cryptography;
using System.Text;
using StreamActors.Media.Rtmp;

namespace StreamActors.Streaming;

/// <summary>
/// Which publishers are those of an input: application and stream key. Publishers split both differently ("live" and "studio", or
/// "live/studio" and nothing), so they are compared joined, as hashes and in constant time.
/// </summary>
internal sealed class RtmpRoute
{
    private readonly string _application;
    private readonly byte[]? _hash;

    /// <param name="application">With its query, if it has one.</param>
    /// <param name="key">Null: any.</param>
    public RtmpRoute(string application, string? key)
    {
        _application = application.Trim('/');
        _hash = key is null ? null : Hash($"{_application}/{key}");
    }

    /// <summary>The application of players.</summary>
    private const string Players = "relay";

    public static bool IsForPlayers(string application) => IsBelow(Bare(application.Trim('/')), Players);

    /// <summary>What a player asks for: relay/INPUT?key=KEY, however it splits that into application and name.</summary>
    public static (string Input, string Key)? Player(RtmpPublication request)
    {
        var (application, name) = (request.Application.Trim('/').Split('?', 2), request.Name.Split('?', 2));
        var path = Joined(application[0].TrimEnd('/'), name[0]);
        if (!IsForPlayers(application[0]) || path.Length <= Players.Length)
            return null;
        var key = (name.Length > 1 ? name : application).Skip(1).SelectMany(q => q.Split('&'))
            .FirstOrDefault(p => p.StartsWith("key=", StringComparison.Ordinal));
        return (path[(Players.Length + 1)..], Uri.UnescapeDataString(key?["key=".Length..] ?? ""));
    }

    /// <summary>Whether a publisher may go on after it has named its application: the rest may be in the key.</summary>
    public bool MayBe(string application)
    {
        application = application.Trim('/');
        return IsBelow(application, _application) || IsBelow(_application, application) || IsBelow(Bare(application), _application);
    }

    public bool Is(RtmpPublication publication)
    {
        var application = publication.Application.Trim('/');
        if (_hash is null)
            return IsBelow(application, _application) || IsBelow(Bare(application), _application);
        var (whole, bare) = (Hash(Joined(application, publication.Name)), Hash(Joined(Bare(application), publication.Name)));
        return CryptographicOperations.FixedTimeEquals(whole, _hash) | CryptographicOperations.FixedTimeEquals(bare, _hash);
    }

    public bool IsSame(RtmpRoute other) => _hash is null || other._hash is null
        ? _hash == other._hash && _application == other._application
        : CryptographicOperations.FixedTimeEquals(_hash, other._hash);

    /// <summary>Inputs with a key come before one that takes any.</summary>
    public bool TakesAny => _hash is null;

    private static string Joined(string application, string name) => name.Length > 0 ? $"{application}/{name}" : application;

    private static string Bare(string application) => application.Split('?')[0].TrimEnd('/');

    private static bool IsBelow(string path, string folder) =>
        path.Length == folder.Length ? path == folder : path.StartsWith($"{folder}/", StringComparison.Ordinal);

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
