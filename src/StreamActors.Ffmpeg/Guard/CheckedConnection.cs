using System.Net;
using System.Net.Sockets;
using StreamActors.Domain.Workloads;
using StreamActors.Kernel;

namespace StreamActors.Ffmpeg;

/// <summary>Connects to a host only after all its addresses were checked, and only to one of those.</summary>
internal sealed class CheckedConnection(TargetGuard guard, Reach allowed)
{
    private const int LongestShown = 200;

    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Maps a checked address to the one connected to: itself, except in tests, which use loopback only.</summary>
    internal Func<IPEndPoint, IPEndPoint> Route { get; init; } = static address => address;

    /// <summary>Whether a server may name this as another address of its own.</summary>
    public bool Allows(IPAddress address) => Reaches.Of(address) <= allowed;

    /// <returns>Why a connection to it is not allowed, or null.</returns>
    public async Task<Diagnosis?> Check(HostPort target, CancellationToken stop) => Refusal(await guard.Check(target, allowed, stop));

    public async Task<(Socket? Server, Diagnosis? Trouble)> To(HostPort target, CancellationToken stop)
    {
        var guarded = await guard.Check(target, allowed, stop);
        if (Refusal(guarded) is { } refusal)
            return (null, refusal);
        var why = "";
        foreach (var address in guarded.Addresses)
        {
            var server = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await server.ConnectAsync(Route(new IPEndPoint(address, target.Port)), stop).AsTask().WaitAsync(ConnectTimeout, stop);
                return (server, null);
            }
            catch (Exception exception) when (exception is SocketException or TimeoutException)
            {
                why = exception is TimeoutException ? "no answer in time" : exception.Message;
                server.Dispose(); // the name may have another address
            }
            catch
            {
                server.Dispose();
                throw;
            }
        }
        return (null, new Diagnosis(ErrorClass.Network, $"The connection to {target} failed: {why}."));
    }

    /// <summary>A redirect target as shown to an operator: shortened, and without its query, which may hold our secret.</summary>
    internal static string Shown(string? location)
    {
        var shown = (location ?? "").Split('?', 2) is [var place, _] ? $"{place}?{Secret.Mask}" : location ?? "";
        return shown.Length > LongestShown ? shown[..LongestShown] + "…" : shown;
    }

    private static Diagnosis? Refusal(GuardedTarget guarded) =>
        guarded.Refusal is not { Class: ErrorClass.BadUrl } other ? guarded.Refusal : other with
    {
        Sentence = $"The source leads to {guarded.Target}, and {guarded.Where}. Redirects and playlists must not lead to a more private "
            + $"network than the source's own.",
    };
}
