using System.Text.Json;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace StreamActors.Http;

/// <summary>JSON as readable YAML: block style, with quotes wherever a parser, even one for YAML 1.1, could misread a string.</summary>
internal static partial class YamlText
{
    public const string MediaType = "application/yaml"; // RFC 9512

    private static readonly EmitterSettings Settings =
        new EmitterSettings().WithBestWidth(int.MaxValue).WithMaxSimpleKeyLength(1024).WithIndentedSequences();

    /// <summary>The registered media type, and the older unofficial ones.</summary>
    public static bool Is(string? type) =>
        (type ?? "").Split(';', 2)[0].Trim().ToLowerInvariant() is MediaType or "application/x-yaml" or "text/yaml" or "text/x-yaml";

    public static bool IsWanted(HttpContext http) => http.Request.Headers.Accept.ToString().Split(',').Any(Is);

    public static string Of(JsonElement json)
    {
        using var text = new StringWriter { NewLine = "\n" };
        var emitter = new Emitter(text, Settings);
        emitter.Emit(new StreamStart());
        emitter.Emit(new DocumentStart(null, null, isImplicit: true));
        Emit(emitter, json);
        emitter.Emit(new DocumentEnd(isImplicit: true));
        emitter.Emit(new StreamEnd());
        return text.ToString();
    }

    private static void Emit(Emitter emitter, JsonElement json)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.Object:
                emitter.Emit(new MappingStart(AnchorName.Empty, TagName.Empty, isImplicit: true,
                    json.EnumerateObject().Any() ? MappingStyle.Block : MappingStyle.Flow));
                foreach (var field in json.EnumerateObject())
                {
                    emitter.Emit(Text(field.Name));
                    Emit(emitter, field.Value);
                }
                emitter.Emit(new MappingEnd());
                break;
            case JsonValueKind.Array:
                emitter.Emit(new SequenceStart(AnchorName.Empty, TagName.Empty, isImplicit: true,
                    json.GetArrayLength() > 0 ? SequenceStyle.Block : SequenceStyle.Flow));
                foreach (var item in json.EnumerateArray())
                    Emit(emitter, item);
                emitter.Emit(new SequenceEnd());
                break;
            case JsonValueKind.String:
                emitter.Emit(Text(json.GetString()!));
                break;
            default:
                emitter.Emit(Scalar(json.GetRawText(), ScalarStyle.Plain));
                break;
        }
    }

    private static Scalar Text(string text) =>
        Scalar(text, Harmless().IsMatch(text) && !Meaningful().IsMatch(text) ? ScalarStyle.Plain : ScalarStyle.DoubleQuoted);

    private static Scalar Scalar(string text, ScalarStyle style) =>
        new(AnchorName.Empty, TagName.Empty, text, style, isPlainImplicit: true, isQuotedImplicit: true);

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9_./-]{0,200}$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Harmless();

    [GeneratedRegex("^(?:y|n|yes|no|on|off|true|false|null)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Meaningful();
}
