using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace StreamActors.Http;

/// <summary>
/// Converts YAML 1.2 to JSON, so that the same validation applies. What JSON cannot express is refused: anchors and aliases (which can
/// expand to millions of lines), tags, keys that are not strings, a second document. An unquoted scalar is a number only if it is valid as
/// a JSON number: 007 and 1:30 stay text.
/// </summary>
internal static partial class YamlReading
{
    private const int MaxDepth = 32;

    /// <exception cref="YamlRefusedException">The document is invalid; the message says where and why.</exception>
    public static byte[] ToJson(ReadOnlySpan<byte> utf8)
    {
        using var text = new StringReader(Encoding.UTF8.GetString(utf8));
        using var bytes = new MemoryStream();
        try
        {
            var parser = new Parser(text);
            parser.Consume<StreamStart>();
            if (parser.Accept<StreamEnd>(out _))
                throw new YamlRefusedException("The document is empty.");
            parser.Consume<DocumentStart>();
            using (var json = new Utf8JsonWriter(bytes))
                Value(parser, json, depth: 0);
            parser.Consume<DocumentEnd>();
            if (!parser.Accept<StreamEnd>(out var more))
                throw Refused(more ?? parser.Current!, "a second document; only one is allowed");
            return bytes.ToArray();
        }
        catch (Exception failure) when (failure is InvalidOperationException or ArgumentException) // scanner errors
        {
            throw new YamlRefusedException(failure.Message, failure);
        }
        catch (YamlException failure)
        {
            throw new YamlRefusedException(string.Create(CultureInfo.InvariantCulture,
                $"Line {failure.Start.Line}, column {failure.Start.Column}: {failure.Message}"), failure);
        }
    }

    private static void Value(IParser parser, Utf8JsonWriter json, int depth)
    {
        var at = parser.Current!;
        if (depth > MaxDepth)
            throw Refused(at, $"nested deeper than {MaxDepth}");
        if (at is NodeEvent { Anchor.IsEmpty: false } or AnchorAlias)
            throw Refused(at, "an anchor or alias, which is not supported; write the value out");
        if (at is NodeEvent { Tag.IsEmpty: false })
            throw Refused(at, "a tag (!…), which is not supported; leave it out");
        switch (at)
        {
            case Scalar scalar:
                Write(json, scalar);
                parser.MoveNext();
                break;
            case SequenceStart:
                parser.MoveNext();
                json.WriteStartArray();
                while (!parser.TryConsume<SequenceEnd>(out _))
                    Value(parser, json, depth + 1);
                json.WriteEndArray();
                break;
            case MappingStart:
                parser.MoveNext();
                json.WriteStartObject();
                while (!parser.TryConsume<MappingEnd>(out _))
                {
                    json.WritePropertyName(Key(parser));
                    Value(parser, json, depth + 1);
                }
                json.WriteEndObject();
                break;
            default:
                throw Refused(at, "a value was expected here");
        }
    }

    private static string Key(IParser parser) =>
        parser.Current is Scalar { Anchor.IsEmpty: true, Tag.IsEmpty: true } && parser.TryConsume<Scalar>(out var key)
        ? key.Value
        : throw Refused(parser.Current!, "a key must be plain text");

    private static void Write(Utf8JsonWriter json, Scalar scalar)
    {
        if (scalar.Style is not ScalarStyle.Plain)
            json.WriteStringValue(scalar.Value);
        else if (scalar.Value is "" or "~" or "null" or "Null" or "NULL")
            json.WriteNullValue();
        else if (scalar.Value is "true" or "True" or "TRUE")
            json.WriteBooleanValue(true);
        else if (scalar.Value is "false" or "False" or "FALSE")
            json.WriteBooleanValue(false);
        else if (JsonNumber().IsMatch(scalar.Value))
            json.WriteRawValue(scalar.Value);
        else
            json.WriteStringValue(scalar.Value);
    }

    private static YamlRefusedException Refused(ParsingEvent at, string what) =>
        new(string.Create(CultureInfo.InvariantCulture, $"Line {at.Start.Line}, column {at.Start.Column}: {what}."));

    [GeneratedRegex(@"^-?(?:0|[1-9][0-9]{0,30})(?:\.[0-9]{1,30})?(?:[eE][-+]?[0-9]{1,3})?$", RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000)]
    public static partial Regex JsonNumber();
}
