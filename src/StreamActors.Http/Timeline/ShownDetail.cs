using System.Text.Json.Nodes;
using StreamActors.Domain.Addresses;

namespace StreamActors.Http;

/// <summary>The detail of an entry, with secrets masked: entries from before queries were secrets contain them in clear.</summary>
internal static class ShownDetail
{
    public static string Of(string detail)
    {
        if (detail.Length == 0)
            return "{}";
        if (!detail.Contains("://", StringComparison.Ordinal) || !detail.Contains('?', StringComparison.Ordinal))
            return detail;
        var whole = JsonNode.Parse(detail);
        Mask(whole);
        return whole?.ToJsonString() ?? "{}";
    }

    private static void Mask(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject fields:
                if (fields["url"] is JsonValue url && url.TryGetValue<string>(out var text))
                    fields["url"] = Address.Shown(text);
                foreach (var (_, value) in fields)
                    Mask(value);
                break;
            case JsonArray items:
                foreach (var item in items)
                    Mask(item);
                break;
            default:
                break;
        }
    }
}
