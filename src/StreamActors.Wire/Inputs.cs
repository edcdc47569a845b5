namespace StreamActors.Wire;

/// <summary>An input as it is sent. PATCH is a merge patch over this.</summary>
public sealed record InputDraft : IDraft
{
    /// <summary>1 to 63 lower-case letters, digits and hyphens. Default: made from the name. Cannot change.</summary>
    public string? Id { get; init; }

    /// <summary>Display name, unique among inputs. Default: the id.</summary>
    public string? Name { get; init; }

    public required AddressDraft Address { get; init; }

    /// <summary>Whether it should run. Default: false.</summary>
    public bool? On { get; init; }

    /// <summary>How long it may deliver no media before it counts as stalled: 1s to 10m. Default: 10s.</summary>
    public string? StallAfter { get; init; }

    /// <summary>Labels to filter and select by.</summary>
    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    /// <summary>How many outputs it may feed: 1 to 5000. Default: 20.</summary>
    public int? OutputLimit { get; init; }
}

/// <summary>An input: its configuration, whether it is switched on (on), and its current state (state).</summary>
/// <param name="Outputs">The ids of the outputs it feeds.</param>
/// <param name="Version">The number of the last configuration change; increases with each change; also the ETag.</param>
public sealed record InputView(
    string Id, string Name, AddressView Address, bool On, string StallAfter, IReadOnlyDictionary<string, string> Labels, int OutputLimit,
    IReadOnlyList<string> Outputs, long Version, StateView State)
{
    /// <summary>What to enter in an encoder such as OBS to publish to this input; null where nothing is published to it.</summary>
    public PublishView? Publish { get; init; }
}

/// <summary>A connection that takes the stream of an input.</summary>
/// <param name="Protocol">http-ts, rtmp or srt; preview or still for the page.</param>
/// <param name="Who">key:ID, user:ID or local.</param>
/// <param name="Key">The name of the key; null without a key.</param>
/// <param name="Skipped">Packets of MPEG-TS it has lost because it did not keep up.</param>
public sealed record StreamReaderView(
    string Id, string Protocol, string Peer, string Who, string? Key, DateTimeOffset Since, long Bytes, long Skipped);

/// <summary>A ticket for one preview.</summary>
/// <param name="Ticket">For /api/v1/preview?ticket=TICKET. It can be used once.</param>
/// <param name="Codecs">Of the stream, as far as it is known yet.</param>
/// <param name="Unplayable">The codec among them that browsers do not play; null if they play it.</param>
/// <param name="Why">What to show instead, for people; null if browsers play it.</param>
public sealed record PreviewView(string Ticket, DateTimeOffset Expires, IReadOnlyList<string> Codecs, string? Unplayable, string? Why);

/// <param name="Server">The server's URL; HOST stands for any address of this server.</param>
/// <param name="StreamKey">Where the stream key is to be found: it is a secret.</param>
public sealed record PublishView(string Server, string StreamKey)
{
    /// <summary>A command of FFmpeg; null where the server's URL says all.</summary>
    public string? Ffmpeg { get; init; }

    /// <summary>The fields of an SRT output of vMix.</summary>
    public string? Vmix { get; init; }
}
