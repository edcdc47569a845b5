using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace StreamActors.Ffmpeg;

/// <summary>One FFmpeg connection and its connection to the server: requests, responses, and media in both directions.</summary>
internal sealed class RtspSession(RtspGateway gateway, RtspLink link, HostPort host, Socket client, Socket server) : IDisposable
{
    /// <summary>Limits requests without a response; FFmpeg waits for most responses.</summary>
    private const int MostPending = 32;

    private readonly RtspCredentials _credentials = new(link);
    private readonly RtspWriter _toClient = new(client);
    private readonly RtspWriter _toServer = new(server);
    private readonly ConcurrentDictionary<int, Asked> _pending = new();
    private readonly ConcurrentDictionary<byte, RtspTrack> _tracks = new();
    private int _sequence;
    private int _flowing;

    /// <param name="Request">As sent to the server, except for its CSeq and credentials.</param>
    /// <param name="Sequence">FFmpeg's CSeq.</param>
    private sealed record Asked(RtspMessage Request, int? Sequence, RtspTrack? Track, bool HadCredentials);

    /// <summary>Runs until one side hangs up, or a redirect makes FFmpeg reconnect.</summary>
    public async Task Run(RtspMessage first, RtspReader fromClient, CancellationToken stop)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stop);
        await Pass(first, over.Token);
        var ways = new[] { Requests(fromClient, over.Token), Responses(new RtspReader(server), over.Token) };
        var ended = await Task.WhenAny(ways);
        await over.CancelAsync();
        await ended; // rethrows its exception
    }

    public void Dispose()
    {
        foreach (var track in _tracks.Values)
            track.Dispose();
        _toClient.Dispose();
        _toServer.Dispose();
    }

    private async Task Requests(RtspReader reader, CancellationToken stop)
    {
        while (await reader.Next(stop) is { } item)
        {
            if (item.Message is { } message)
                await Pass(message, stop);
            else if (_tracks.IsEmpty)
                await _toServer.Write(item.Frames, stop);
            else
                Scatter(item.Frames.Span);
        }
    }

    private async Task Responses(RtspReader reader, CancellationToken stop)
    {
        while (await reader.Next(stop) is { } item)
        {
            if (item.Message is not { } message)
                await _toClient.Write(item.Frames, stop);
            else if (!message.IsResponse || message.Sequence is not { } number || !_pending.TryRemove(number, out var asked))
                await _toClient.Write(message.WithoutRedirect().ToBytes(), stop);
            else if (!await Answer(asked, message, stop))
                return;
        }
        if (reader.IsBroken)
            gateway.Broken();
    }

    /// <summary>Forwards a message of FFmpeg to the server, with the server's URL, our CSeq and the credentials.</summary>
    private async Task Pass(RtspMessage message, CancellationToken stop)
    {
        if (message.IsResponse)
        {
            await _toServer.Write(message.ToBytes(), stop);
            return;
        }
        RtspTrack? track = null;
        var request = message.WithUrl(gateway.Outward(message.Url)).With("Authorization", null);
        if (message.Method == "SETUP" && link.Transport == RtspTransport.Udp && message.Header("Transport") is { } wanted)
        {
            var transport = new RtspTransports(wanted);
            track = RtspTrack.Open(((IPEndPoint)server.LocalEndPoint!).Address, transport.Channel);
            if (_tracks.TryRemove(transport.Channel, out var before))
                before.Dispose();
            _tracks[transport.Channel] = track;
            request = request.With("Transport", transport.ToUdp(track.ClientPorts));
        }
        await Ask(new Asked(request, message.Sequence, track, false), stop);
    }

    private async Task Ask(Asked asked, CancellationToken stop)
    {
        var number = ++_sequence;
        var credentials = _credentials.For(asked.Request.Method, asked.Request.Url);
        if (_pending.Count >= MostPending)
            _pending.Clear();
        _pending[number] = asked with { HadCredentials = credentials is not null };
        await _toServer.Write(asked.Request.WithSequence(number).With("Authorization", credentials).ToBytes(), stop);
    }

    /// <returns>False if this connection is over.</returns>
    private async Task<bool> Answer(Asked asked, RtspMessage response, CancellationToken stop)
    {
        if (response.Status == 401 && _credentials.Note(response.All("WWW-Authenticate"), host)
            && (!asked.HadCredentials || IsStale(response)))
        {
            await Ask(asked, stop);
            return true;
        }
        if (response.Status is >= 300 and < 400 && !link.Publishes)
        {
            var redirect = await gateway.Follow(response.Header("Location"), stop)
                ? RtspMessage.Answer("302 Found", asked.Sequence).With("Location", gateway.Url)
                : RtspMessage.Answer("403 Forbidden", asked.Sequence);
            await _toClient.Write(redirect.ToBytes(), stop);
            return false;
        }
        if (asked.Track is { } track && response.Status == 200 && !Connect(track, response))
        {
            await _toClient.Write(RtspMessage.Answer("403 Forbidden", asked.Sequence).ToBytes(), stop);
            return false;
        }
        if (asked.Track is not null && response.Status == 200)
            response = response.With("Transport",
                new RtspTransports(response.Header("Transport") ?? "").ToInterleaved(asked.Track.Channel));
        var begins = response.Status == 200 && asked.Request.Method is "PLAY" or "RECORD" && Interlocked.Exchange(ref _flowing, 1) == 0;
        if (begins)
            gateway.Close(); // before FFmpeg knows: from then on nobody gets in
        await _toClient.Write(response.With("WWW-Authenticate", null).WithoutRedirect().WithSequence(asked.Sequence).ToBytes(), stop);
        if (begins)
            Flow(stop);
        return true;
    }

    private bool Connect(RtspTrack track, RtspMessage response)
    {
        var transport = new RtspTransports(response.Header("Transport") ?? "");
        var peer = ((IPEndPoint)server.RemoteEndPoint!).Address;
        if (transport.Source is { } source && source.AddressFamily == peer.AddressFamily && !source.Equals(peer))
        {
            if (!gateway.Allows(source))
                return false;
            peer = source;
        }
        if (transport is { IsUdp: true, ServerPorts: { } ports })
            track.Connect(peer, ports.Rtp, ports.Rtcp);
        return track.IsConnected || gateway.NoPorts();
    }

    /// <summary>Media starts: datagrams are received.</summary>
    private void Flow(CancellationToken stop)
    {
        foreach (var track in _tracks.Values)
        {
            track.Punch();
            _ = Receive(track, stop);
        }
    }

    private async Task Receive(RtspTrack track, CancellationToken stop)
    {
        try
        {
            await track.Receive(frames => _toClient.Write(frames, stop), stop);
        }
        catch (Exception over) when (over is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            // The connection to FFmpeg, or the run, has ended.
        }
    }

    /// <summary>Sends FFmpeg's frames as datagrams: receiver reports, or the stream it publishes.</summary>
    private void Scatter(ReadOnlySpan<byte> frames)
    {
        while (frames.Length >= 4)
        {
            var (channel, length) = (frames[1], (frames[2] << 8) | frames[3]);
            if (_tracks.TryGetValue((byte)(channel & ~1), out var track))
                track.Send(channel, frames.Slice(4, length));
            frames = frames[(4 + length)..];
        }
    }

    private static bool IsStale(RtspMessage response) =>
        response.All("WWW-Authenticate").Any(c => c.Contains("stale=true", StringComparison.OrdinalIgnoreCase));
}
