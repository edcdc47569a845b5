using StreamActors.Domain.Addresses;
using StreamActors.Domain.Workloads;
using StreamActors.Ffmpeg;
using StreamActors.Kernel;

namespace StreamActors.Streaming;

/// <summary>The media options of this node.</summary>
public sealed record MediaOptions
{
    public string Ffmpeg { get; init; } = "ffmpeg";

    public string Ffprobe { get; init; } = "ffprobe";

    /// <summary>The folder that file inputs play from and file outputs record to; nothing outside it is accessed.</summary>
    public string Files { get; init; } = "media";

    /// <summary>How near to this machine a source or destination may be; nearer ones are refused.</summary>
    public Reach Reach { get; init; } = Reach.Private;

    /// <summary>Whether inputs may open this machine's cameras, capture cards and sound devices.</summary>
    public bool Capture { get; init; }

    /// <summary>FFmpeg starts per second over all nodes, when many restart at once.</summary>
    public double StartsPerSecond { get; init; } = 10;

    public ReaderOptions Readers { get; init; } = new();

    public PreviewOptions Preview { get; init; } = new();

    public RtmpOptions Rtmp { get; init; } = new();

    public RestartOptions Restart { get; init; } = new();

    public RingOptions Ring { get; init; } = new();

    public SrtNodeOptions Srt { get; init; } = new();

    public MediaMtxOptions Mediamtx { get; init; } = new();
}

/// <summary>Connections that take the streams of inputs with a key.</summary>
public sealed record ReaderOptions
{
    public int Most { get; init; } = 1000;

    public int MostPerKey { get; init; } = 100;
}

/// <summary>Moving pictures and stills for the page.</summary>
public sealed record PreviewOptions
{
    /// <summary>Previews open at once; they count as readers too.</summary>
    public int Most { get; init; } = 50;

    /// <summary>How long a still is shown again before another one is decoded.</summary>
    public TimeSpan StillInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Runs of FFmpeg at once, each of less than a second.</summary>
    public int StillsAtOnce { get; init; } = 2;

    public int StillWidth { get; init; } = 640;
}

public sealed record SrtNodeOptions
{
    /// <summary>The UDP port that inputs with mode=listener and no port of their own share.</summary>
    public int Port { get; init; } = 8890;

    /// <summary>Open it from the start, for readers of inputs that are not published there.</summary>
    public bool Read { get; init; }

    /// <summary>The UDP ports that listeners with port=auto get.</summary>
    public PortRange ListenPorts { get; init; } = new(8891, 8990);

    /// <summary>SRT outputs that call share one local port, and another one once their streams exceed this rate.</summary>
    public int MegabitsPerPort { get; init; } = 1000;

    /// <summary>Of an output that listens.</summary>
    public int MaxReaders { get; init; } = 100;
}

/// <summary>An external MediaMTX, for inputs with driver=mediamtx.</summary>
public sealed record MediaMtxOptions
{
    /// <summary>The URL of its control API; empty: there is none.</summary>
    public string Api { get; init; } = "";

    public string User { get; init; } = "";

    public string PasswordFile { get; init; } = "";

    /// <summary>HOST:PORT of its SRT listener; empty: port 8890 of the API's host.</summary>
    public string Srt { get; init; } = "";

    /// <summary>The first part of its paths' names; what is below it belongs to StreamActors.</summary>
    public string Paths { get; init; } = "streamactors";

    public TimeSpan Poll { get; init; } = TimeSpan.FromSeconds(2);
}

public sealed record RestartOptions
{
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromSeconds(1);

    public TimeSpan LongestDelay { get; init; } = TimeSpan.FromSeconds(30);

    public TimeSpan HealthyAfter { get; init; } = TimeSpan.FromSeconds(30);

    public RestartStrategy ToStrategy() => new() { BackOff = new BackOff(FirstDelay, LongestDelay), HealthyAfter = HealthyAfter };
}

public sealed record RingOptions
{
    public TimeSpan Span { get; init; } = TimeSpan.FromSeconds(4);

    public int Groups { get; init; } = 2;

    public int CapMegabytes { get; init; } = 32;
}
