namespace StreamActors.Kernel;

/// <summary>
/// A keyed hash (HMAC) of something secret: stable for as long as the database lives, and impossible to guess without the
/// master key. Used for the ids of reserved destinations.
/// </summary>
public interface IKeyedHash
{
    /// <summary>24 bytes, which as hexadecimal digits fit into one part of an id. ("a", "bc") and ("ab", "c") differ.</summary>
    byte[] Hash(params ReadOnlySpan<string> words);
}
