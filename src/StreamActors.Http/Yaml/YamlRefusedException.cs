namespace StreamActors.Http;

/// <summary>Invalid or unsupported YAML. The message says where.</summary>
internal sealed class YamlRefusedException(string message, Exception? inner = null) : Exception(message, inner);
