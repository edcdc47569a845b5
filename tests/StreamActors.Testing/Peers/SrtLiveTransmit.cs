namespace StreamActors.Testing.Peers;

/// <summary>srt-live-transmit of the distribution's srt-tools: an SRT peer other than FFmpeg. One side is SRT, the other UDP.</summary>
public sealed class SrtLiveTransmit : IAsyncDisposable
{
    private readonly PeerProcess _program;

    private SrtLiveTransmit(PeerProcess program) => _program = program;

    public int Id => _program.Id;

    public string Story => _program.Story;

    /// <summary>Listens for a sender and forwards its stream to a UDP port.</summary>
    public static async Task<SrtLiveTransmit> ListensAndPassesOn(int srt, int udp, string query = "")
    {
        var started = Start($"srt://127.0.0.1:{srt}?mode=listener{query}", $"udp://127.0.0.1:{udp}");
        await Ports.IsBound(srt, () => started.Story);
        return started;
    }

    /// <summary>Calls a sender and forwards its stream to a UDP port.</summary>
    public static SrtLiveTransmit CallsAndPassesOn(int srt, int udp, string query = "") =>
        Start($"srt://127.0.0.1:{srt}?mode=caller{query}", $"udp://127.0.0.1:{udp}");

    /// <summary>Meets a sender from an address of its own and the same port, and sends on what arrives to a UDP port.</summary>
    public static SrtLiveTransmit Meets(string peer, string own, int udp, string query = "") =>
        Start($"srt://{peer}?mode=rendezvous&adapter={own}{query}", $"udp://127.0.0.1:{udp}");

    /// <summary>Calls a receiver and sends it what arrives on a UDP port.</summary>
    public static async Task<SrtLiveTransmit> TakesAndCalls(int udp, int srt, string query = "")
    {
        var started = Start($"udp://127.0.0.1:{udp}", $"srt://127.0.0.1:{srt}?mode=caller{query}");
        await Ports.IsBound(udp, () => started.Story);
        return started;
    }

    /// <summary>Meets a receiver from an address of its own and the same port, and sends it what arrives on a UDP port.</summary>
    public static async Task<SrtLiveTransmit> TakesAndMeets(int udp, string peer, string own, string query = "")
    {
        var started = Start($"udp://127.0.0.1:{udp}", $"srt://{peer}?mode=rendezvous&adapter={own}{query}");
        await Ports.IsBound(udp, () => started.Story);
        return started;
    }

    /// <summary>Listens for a receiver and sends it what arrives on a UDP port.</summary>
    public static async Task<SrtLiveTransmit> TakesAndListens(int udp, int srt, string query = "")
    {
        var started = Start($"udp://127.0.0.1:{udp}", $"srt://127.0.0.1:{srt}?mode=listener{query}");
        await Ports.IsBound(srt, () => started.Story);
        return started;
    }

    public Task Kill() => _program.Kill();

    public Task Freeze() => _program.Signal("STOP");

    public Task Thaw() => _program.Signal("CONT");

    public ValueTask DisposeAsync() => _program.DisposeAsync();

    private static SrtLiveTransmit Start(string from, string to) =>
        new(PeerProcess.Start("srt-live-transmit", ["-chunk:1316", "-loglevel:note", "-v", from, to]));
}
