namespace StreamActors.Ffmpeg;

/// <summary>Bytes of a child as they come. Called on the shared reading thread: take them and return at once.</summary>
public delegate void Chunk(ReadOnlySpan<byte> bytes);

/// <summary>What to start: a program and its arguments as tokens. No shell sees them, so every character is safe in every token.</summary>
public sealed record ChildStart(string Program, IReadOnlyList<string> Arguments)
{
    /// <summary>The descriptor on which a child with <see cref="OnProgress"/> finds its progress pipe.</summary>
    public const int ProgressDescriptor = 3;

    /// <summary>Added to the few variables a child gets (<see cref="ChildEnvironment"/>).</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Without it the child's stdin is empty.</summary>
    public bool Stdin { get; init; }

    /// <summary>Without it what the child prints on stdout goes nowhere.</summary>
    public bool Stdout { get; init; }

    public Chunk? OnStderr { get; init; }

    public Chunk? OnProgress { get; init; }

    public ChildLimits Limits { get; init; } = ChildLimits.None;

    public override string ToString() => $"{Program} ({Arguments.Count} arguments)"; // the tokens carry keys and passphrases
}

/// <summary>
/// What a child may take. <paramref name="MemoryBytes"/> counts private memory (RLIMIT_DATA): one that asks for more gets an error, not the
/// machine's last page. <paramref name="Nice"/> is added to our own, up to 19.
/// </summary>
public sealed record ChildLimits(long? MemoryBytes = null, int Nice = 0)
{
    public static readonly ChildLimits None = new();
}
