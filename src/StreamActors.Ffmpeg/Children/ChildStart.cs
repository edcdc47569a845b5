namespace StreamActors.Ffmpeg;

/// <summary>Receives a child's bytes as they arrive. Runs on the shared reading thread: it must return at once.</summary>
public delegate void Chunk(ReadOnlySpan<byte> bytes);

/// <summary>A program and its arguments as tokens. No shell is involved, so every character is safe.</summary>
public sealed record ChildStart(string Program, IReadOnlyList<string> Arguments)
{
    /// <summary>The file descriptor of the progress pipe in a child with <see cref="OnProgress"/>.</summary>
    public const int ProgressDescriptor = 3;

    /// <summary>Variables added to those of <see cref="ChildEnvironment"/>.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Without it the child's stdin is /dev/null.</summary>
    public bool Stdin { get; init; }

    /// <summary>Without it the child's stdout goes to /dev/null.</summary>
    public bool Stdout { get; init; }

    public Chunk? OnStderr { get; init; }

    public Chunk? OnProgress { get; init; }

    public ChildLimits Limits { get; init; } = ChildLimits.None;

    public override string ToString() => $"{Program} ({Arguments.Count} arguments)"; // the arguments carry keys and passphrases
}

/// <summary>
/// A child's limits. <paramref name="MemoryBytes"/> limits private memory (RLIMIT_DATA). <paramref name="Nice"/> is added to our own
/// niceness, up to 19.
/// </summary>
public sealed record ChildLimits(long? MemoryBytes = null, int Nice = 0)
{
    public static readonly ChildLimits None = new();
}
