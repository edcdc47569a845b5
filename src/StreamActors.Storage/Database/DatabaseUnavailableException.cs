using StreamActors.Kernel;

namespace StreamActors.Storage;

/// <summary>The database could not be reached or could not write. Nothing was stored; a retry is safe.</summary>
public sealed class DatabaseUnavailableException(string message, Exception? inner = null) : NotStoredException(message, inner);
