namespace StreamActors.Storage;

/// <summary>The journal is unusable. The message tells the operator what is wrong and what to do.</summary>
public sealed class JournalRefusedException(string message, Exception? inner = null) : Exception(message, inner);
