namespace StreamActors.Hocon;

/// <summary>
/// Limits far above any real configuration, so that no input can hang the start, fill the memory or overflow the stack.
/// </summary>
internal static class Limits
{
    /// <summary>Nesting of braces, brackets and path elements within a file.</summary>
    internal const int Nesting = 100;

    /// <summary>Depth of nested includes.</summary>
    internal const int IncludeDepth = 32;

    /// <summary>Include statements per load.</summary>
    internal const int Includes = 1_000;

    /// <summary>Characters read per load, all files together.</summary>
    internal const int Characters = 2 * 1024 * 1024;

    /// <summary>Length of a chain of substitutions.</summary>
    internal const int References = 300;

    /// <summary>Nesting after substitutions are resolved.</summary>
    internal const int ResolvedNesting = 200;

    /// <summary>Elements copied and characters joined while resolving.</summary>
    internal const long Work = 8 * 1024 * 1024;

    /// <summary>Values and characters of the resolved tree, counted wherever they appear.</summary>
    internal const long Weight = 4 * 1024 * 1024;

    /// <summary>Problems reported in full, each with the nearest known key; the rest is only counted.</summary>
    internal const int Problems = 100;
}
