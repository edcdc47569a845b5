using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using StreamActors.Kernel;
using StreamActors.Wire;

namespace StreamActors.Http;

/// <summary>The result of a request, before it is written.</summary>
internal sealed record Outcome(int Status, object? Value = null, JsonTypeInfo? Json = null)
{
    public long? Version { get; init; }

    public string? Location { get; init; }

    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Not for problems: those are always JSON.</summary>
    public bool AsYaml { get; init; }

    public static readonly Outcome NoContent = new(204);

    public static Outcome Ok<T>(T value, JsonTypeInfo<T> json) => new(200, value, json);

    public static Outcome Refused(Refusal refusal) => RefusalToProblem.Of(refusal);

    public static Outcome Refused(string code, string message, params IReadOnlyList<FieldFault> fields) =>
        RefusalToProblem.Of(new Refusal(code, message, fields));

    /// <summary>All invalid fields.</summary>
    public static Outcome Invalid(params IReadOnlyList<FieldFault> fields) =>
        Refused("invalid", fields.Count == 1 ? "One field is invalid."
        : string.Create(CultureInfo.InvariantCulture, $"{fields.Count} fields are invalid."), fields);

    public async Task Write(HttpContext http)
    {
        var response = http.Response;
        response.StatusCode = Status;
        if (Version is { } version)
            response.Headers.ETag = ETag.Of(version);
        if (Location is not null)
            response.Headers.Location = Location;
        if (RetryAfter is { } after)
            response.Headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(after.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        if (Value is null)
            return;
        if (AsYaml && Value is not Problem)
        {
            response.ContentType = YamlText.MediaType;
            await response.WriteAsync(YamlText.Of(JsonSerializer.SerializeToElement(Value, Json!)), http.RequestAborted);
            return;
        }
        response.ContentType = Value is Problem ? "application/problem+json" : "application/json; charset=utf-8";
        // Serializes directly into the response: a buffered long list would be sent in many small pieces.
        await using (var writer =
            new Utf8JsonWriter(response.BodyWriter, new JsonWriterOptions { Encoder = Json!.Options.Encoder, SkipValidation = true }))
            JsonSerializer.Serialize(writer, Value, Json);
        await response.BodyWriter.FlushAsync(http.RequestAborted);
    }
}

internal static class ETag
{
    public static string Of(long version) => string.Create(CultureInfo.InvariantCulture, $"\"{version}\"");

    /// <returns>False if the header is not one of our ETags.</returns>
    public static bool TryParse(string text, out long? version)
    {
        version = null;
        if (text == "*")
            return true;
        if (text.Length < 3 || text[0] != '"' || text[^1] != '"'
            || !long.TryParse(text.AsSpan(1, text.Length - 2), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return false;
        version = number;
        return true;
    }
}
