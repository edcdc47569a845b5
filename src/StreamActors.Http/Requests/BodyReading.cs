using System.Buffers;
using System.Text.Json;
using System.Text.Unicode;
using StreamActors.Kernel;

namespace StreamActors.Http;

/// <summary>Reads the body of a request as JSON, or returns the refusal. Limited in size and depth, and validated completely.</summary>
internal static class BodyReading
{
    public const int MaxBytes = 256 * 1024;

    private const int MaxDepth = 32;

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = MaxDepth, AllowDuplicateProperties = false };

    public static async Task<(JsonElement Json, ReadOnlyMemory<byte> Bytes, Outcome? Refused)> Read(HttpContext http, Operation operation)
    {
        var (isPatch, maxBytes) = (operation.IsPatch, operation.MaxBytes);
        var isYaml = operation.Yaml && YamlText.Is(http.Request.ContentType);
        if (!isYaml && !IsJson(http.Request.ContentType, isPatch))
            return (default, default, Outcome.Refused("unsupported-media-type", "The body must be JSON.",
                new FieldFault("Content-Type", http.Request.ContentType,
                    isPatch ? "application/merge-patch+json or application/json" : operation.Yaml ? "application/json or application/yaml"
                        : "application/json")));
        if (http.Request.ContentLength > maxBytes)
            return (default, default, TooLarge(maxBytes));
        var bytes = new ArrayBufferWriter<byte>((int)Math.Clamp(http.Request.ContentLength ?? 1024, 256, MaxBytes));
        while (await http.Request.Body.ReadAsync(bytes.GetMemory(4096), http.RequestAborted) is var count and > 0)
        {
            bytes.Advance(count);
            if (bytes.WrittenCount > maxBytes)
                return (default, default, TooLarge(maxBytes));
        }
        var (json, refused) = isYaml ? ParseYaml(bytes.WrittenMemory) : Parse(bytes.WrittenMemory);
        return (json, bytes.WrittenMemory, refused);
    }

    private static (JsonElement, Outcome?) ParseYaml(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            return Utf8.IsValid(bytes.Span) ? Parse(YamlReading.ToJson(bytes.Span))
                : throw new YamlRefusedException("The body is not UTF-8.");
        }
        catch (YamlRefusedException failure)
        {
            return (default, Outcome.Refused("invalid-yaml", failure.Message,
                new FieldFault("(body)", null, "one document of YAML 1.2, without anchors and tags, nested 32 deep at most")));
        }
    }

    private static (JsonElement, Outcome?) Parse(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length == 0)
            return (default, Outcome.Refused("invalid-json", "The body is empty.", new FieldFault("(body)", null, "a JSON object")));
        if (!Utf8.IsValid(bytes.Span))
            return (default, Outcome.Refused("invalid-json", "The body is not UTF-8.", new FieldFault("(body)", null, "UTF-8")));
        try
        {
            Unescape(bytes.Span);
            using var document = JsonDocument.Parse(bytes, Strict);
            return (document.RootElement.Clone(), null);
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            return (default, Outcome.Refused("invalid-json", failure.Message,
                new FieldFault("(body)", null, "valid JSON (RFC 8259), each name once, nested 32 deep at most")));
        }
    }

    /// <summary>A lone surrogate in a string only fails when it is unescaped: checked here, so that it does not fail later.</summary>
    private static void Unescape(ReadOnlySpan<byte> bytes)
    {
        var reader = new Utf8JsonReader(bytes, new JsonReaderOptions { MaxDepth = MaxDepth });
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && reader.ValueIsEscaped)
                reader.GetString();
        }
    }

    private static bool IsJson(string? type, bool isPatch)
    {
        var media = (type ?? "").Split(';', 2)[0].Trim();
        return media.Equals("application/json", StringComparison.OrdinalIgnoreCase)
            || (isPatch && media.Equals("application/merge-patch+json", StringComparison.OrdinalIgnoreCase));
    }

    private static Outcome TooLarge(int maxBytes) => Outcome.Refused("too-large", $"The body is too large: {maxBytes / 1024} KiB at most.",
        new FieldFault("(body)", null, $"{maxBytes} bytes at most"));
}
