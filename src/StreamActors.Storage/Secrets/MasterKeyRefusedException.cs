namespace StreamActors.Storage;

/// <summary>The start is refused: there is no master key, or not the one of this database.</summary>
public sealed class MasterKeyRefusedException(string message, Exception? inner = null) : Exception(message, inner);
