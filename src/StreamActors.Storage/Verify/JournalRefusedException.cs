namespace StreamActors.Storage;

/// <summary>The journal cannot be worked with as it is. The message is for the operator: what is wrong, and what to do.</summary>
public sealed class JournalRefusedException(string message, Exception? inner = null) : Exception(message, inner);
