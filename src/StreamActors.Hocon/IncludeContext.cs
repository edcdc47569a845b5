namespace StreamActors.Hocon;

/// <summary>The access of a document to environment variables and files. Tests supply their own.</summary>
/// <param name="Environment">The value of a variable; null when it is not set (an empty one is set).</param>
/// <param name="ReadFile">The bytes of a file by its full path; null when it does not exist. Must not read endlessly.</param>
public sealed record IncludeContext(Func<string, string?> Environment, Func<string, byte[]?> ReadFile)
{
    public static IncludeContext OfThisProcess { get; } = new(System.Environment.GetEnvironmentVariable, RegularFile.Read);
}
