namespace StreamActors.Storage;

/// <summary>A backup cannot be made or used. The message tells the operator what is wrong and what to do. Nothing was changed.</summary>
public sealed class BackupRefusedException(string message, Exception? inner = null) : Exception(message, inner);
