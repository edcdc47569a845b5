namespace StreamActors.Hocon;

/// <summary>
/// No configuration that a person wrote comes near these. They exist so that no input can hang the start, fill the memory or blow the stack.
/// </summary>
internal static class Limits
{
    /// <summary>Nesting of braces, brackets and path elements in one place of a file.</summary>
    internal const int Nesting = 100;

    /// <summary>Files open at once through includes of includes.</summary>
    internal const int IncludeDepth = 32;

    /// <summary>Include statements followed in one load.</summary>
    internal const int Includes = 1_000;

    /// <summary>Characters read in one load, all files together.</summary>
    internal const int Characters = 2 * 1024 * 1024;

    /// <summary>Substitutions followed from one to the next.</summary>
    internal const int References = 300;

    /// <summary>Nesting after substitutions are resolved.</summary>
    internal const int ResolvedNesting = 200;

    /// <summary>Elements copied and characters joined while resolving.</summary>
    internal const long Work = 8 * 1024 * 1024;

    /// <summary>Values and characters of the whole resolved tree, a value counted wherever it appears.</summary>
    internal const long Weight = 4 * 1024 * 1024;

    /// <summary>Problems that are told in full, each with the nearest known key; the rest is counted.</summary>
    internal const int Problems = 100;
}
