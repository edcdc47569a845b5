namespace StreamActors.Http;

/// <summary>A text that is no YAML, or more of YAML than is taken here. The message says where.</summary>
internal sealed class YamlRefusedException(string message, Exception? inner = null) : Exception(message, inner);
