using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using StreamActors.Kernel;

namespace StreamActors.Control;

/// <summary>Validates JSON against the record it is read into, and reports all faults rather than the first.</summary>
public static class BodyCheck
{
    private const int MostFaults = 100;

    public static IReadOnlyList<FieldFault> Against(JsonElement json, JsonTypeInfo type)
    {
        var faults = new List<FieldFault>();
        Check(json, type, "", isSecret: false, faults);
        return faults.Count < MostFaults ? faults : [.. faults.Take(MostFaults), new FieldFault("…", null, "More faults were not listed.")];
    }

    /// <summary>The number of faults is limited, so that a body with a million faults does not produce a million messages.</summary>
    private static void Check(JsonElement json, JsonTypeInfo type, string path, bool isSecret, List<FieldFault> faults)
    {
        if (faults.Count >= MostFaults)
            return;
        switch (type.Kind)
        {
            case JsonTypeInfoKind.Object when json.ValueKind == JsonValueKind.Object:
                CheckFields(json, type, path, faults);
                break;
            case JsonTypeInfoKind.Dictionary when json.ValueKind == JsonValueKind.Object:
                foreach (var entry in json.EnumerateObject().TakeWhile(_ => faults.Count < MostFaults))
                    Check(entry.Value, type.Options.GetTypeInfo(type.ElementType!), Below(path, entry.Name), isSecret, faults);
                break;
            case JsonTypeInfoKind.Enumerable when json.ValueKind == JsonValueKind.Array:
                foreach (var (element, n) in json.EnumerateArray().Select((e, n) => (e, n)).TakeWhile(_ => faults.Count < MostFaults))
                    Check(element, type.Options.GetTypeInfo(type.ElementType!), $"{path}[{n}]", isSecret, faults);
                break;
            default:
                if (Expected(json, type) is { } cure)
                    faults.Add(new FieldFault(path.Length == 0 ? "(body)" : path, isSecret ? Secret.Mask : Shown(json), cure));
                break;
        }
    }

    private static void CheckFields(JsonElement json, JsonTypeInfo type, string path, List<FieldFault> faults)
    {
        foreach (var field in json.EnumerateObject().TakeWhile(_ => faults.Count < MostFaults))
        {
            var known = type.Properties.FirstOrDefault(p => string.Equals(p.Name, field.Name, StringComparison.Ordinal));
            if (known is null)
                faults.Add(new FieldFault(Below(path, field.Name), null,
                    $"There is no such field. There are: {string.Join(", ", type.Properties.Select(p => p.Name))}."));
            else if (field.Value.ValueKind != JsonValueKind.Null || !known.IsSetNullable)
                Check(field.Value, type.Options.GetTypeInfo(known.PropertyType), Below(path, known.Name), IsSecret(known.Name), faults);
        }
        foreach (var missing in type.Properties.Where(p => p.IsRequired && !json.TryGetProperty(p.Name, out _)))
            faults.Add(new FieldFault(Below(path, missing.Name), null,
                $"required: {Kind(type.Options.GetTypeInfo(missing.PropertyType))}"));
    }

    private static bool IsSecret(string name) => name is "address" or "secrets" or "password" or "passphrase" or "old";

    private static string Below(string path, string name) =>
        name.Length == 0 ? Below(path, "\"\"") : path.Length == 0 ? name : $"{path}.{(name.Length > 100 ? name[..100] + "…" : name)}";

    private static string? Expected(JsonElement json, JsonTypeInfo type)
    {
        var sort = Nullable.GetUnderlyingType(type.Type) ?? type.Type;
        var fits = Type.GetTypeCode(sort) switch
        {
            _ when sort == typeof(JsonElement) => true,
            _ when sort == typeof(DateTimeOffset) => json.ValueKind == JsonValueKind.String && json.TryGetDateTimeOffset(out _),
            TypeCode.String => json.ValueKind == JsonValueKind.String,
            TypeCode.Boolean => json.ValueKind is JsonValueKind.True or JsonValueKind.False,
            TypeCode.Int32 => json.ValueKind == JsonValueKind.Number && json.TryGetInt32(out _),
            TypeCode.Int64 => json.ValueKind == JsonValueKind.Number && json.TryGetInt64(out _),
            TypeCode.Double => json.ValueKind == JsonValueKind.Number && json.TryGetDouble(out var number) && double.IsFinite(number),
            _ => false,
        };
        return fits ? null : Kind(type);
    }

    private static string Kind(JsonTypeInfo type)
    {
        var sort = Nullable.GetUnderlyingType(type.Type) ?? type.Type;
        return type.Kind switch
        {
            JsonTypeInfoKind.Object => $"an object with {string.Join(", ", type.Properties.Select(p => p.Name))}",
            JsonTypeInfoKind.Dictionary => "an object with strings",
            JsonTypeInfoKind.Enumerable => "a list",
            _ when sort == typeof(bool) => "true or false",
            _ when sort == typeof(int) || sort == typeof(long) => "a whole number",
            _ when sort == typeof(double) => "a number",
            _ when sort == typeof(DateTimeOffset) => "a time such as \"2026-01-31T12:00:00Z\"",
            _ => "a string",
        };
    }

    private static string Shown(JsonElement json)
    {
        var text = json.ValueKind switch
        {
            JsonValueKind.Object => "an object",
            JsonValueKind.Array => "a list",
            _ => json.GetRawText(),
        };
        return text.Length > 100 ? text[..100] + "…" : text;
    }
}
