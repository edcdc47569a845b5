namespace StreamActors.Hocon;

/// <summary>What a document may ask of the world: environment variables and files. Tests hand in their own.</summary>
/// <param name="Environment">The value of a variable, or null where it is not set (an empty one is set).</param>
/// <param name="ReadFile">The bytes of a file by its full path, or null where there is none. It must not read without end.</param>
public sealed record Surroundings(Func<string, string?> Environment, Func<string, byte[]?> ReadFile)
{
    public static Surroundings OfThisProcess { get; } = new(System.Environment.GetEnvironmentVariable, RegularFile.Read);
}
