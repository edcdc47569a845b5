using System.Text;
using System.Text.Json.Nodes;

namespace StreamActors.Http.Tests.Hostile;

/// <summary>Random malicious texts.</summary>
internal sealed class HostileTexts(Random chance)
{
    private static readonly string[] Known =
    [
        "", "../../etc/passwd", "..\\..\\windows\\win.ini", "'; DROP TABLE journal; --", "\u0000\u0007\u202e", "a~b/c#d%zz", "{{7*7}}",
        "${jndi:ldap://127.0.0.1/a}", "<script>alert(1)</script>", "%s%n%x",
        "file:///etc/passwd", "concat:/etc/passwd|/etc/shadow", "http://169.254.169.254/latest/meta-data", "http://[::ffff:127.0.0.1]:22/",
        "srt://0x7f.1:9000?passphrase=x", "rtmp://user:pw@host/app/key", "udp://239.0.0.1:1?pkt_size=-1",
        "***", "sealed:AAAA", "-1", "1e400", "99999999999999999999", "NaN", "true", "null", "10s; rm -rf /", "9999999999d", "PT1S",
        "\u2028", "\ufeff", "İ", "a\r\nX-Evil: 1", "!!python/object", "&a [*a,*a]", "9999-12-31T23:59:59.9999999+14:00",
        "0001-01-01T00:00:00-14:00",
    ];

    public T Pick<T>(IReadOnlyList<T> from) => from[chance.Next(from.Count)];

    public bool OneIn(int count) => chance.Next(count) == 0;

    public int Below(int count) => chance.Next(count);

    public string Text() => chance.Next(4) switch
    {
        0 => new string((char)chance.Next('!', '~'), chance.Next(1, OneIn(50) ? 100_000 : 2000)),
        1 => new string([.. Enumerable.Range(0, chance.Next(20)).Select(_ => (char)chance.Next(32, 0xD7FF))]),
        _ => Pick(Known),
    };

    /// <summary>Characters that are allowed in a header.</summary>
    public string Line() => new([.. Text().Where(c => !char.IsControl(c)).Take(3000)]);

    /// <summary>A part of a path or a query, escaped as a client would, or not quite.</summary>
    public string Escaped() => OneIn(4) ? Pick((string[])["%2e%2e%2f%2e%2e%2fetc%2fpasswd", "%00", "%ff%fe", "%C0%AE%C0%AE/", "..;/",
        "%252e%252e%252f", "a%0d%0aX:1", "%F0%9F%98%80", "~", "con", "...", "%zz", "*"]) : Uri.EscapeDataString(Short());

    public string Short() => Text() is { Length: > 300 } text ? text[..300] : Text();

    public JsonNode? Value(int depth = 0) => chance.Next(depth > 3 ? 6 : 9) switch
    {
        0 => null,
        1 => JsonValue.Create(OneIn(2)),
        2 => JsonValue.Create(chance.Next(-3, 100_000)),
        3 => JsonValue.Create(Pick((double[])[1e300, -0.0, 0.1, double.MaxValue, -1e18])),
        4 or 5 => JsonValue.Create(Sound(Text())),
        6 => new JsonArray([.. Enumerable.Range(0, chance.Next(5)).Select(_ => Value(depth + 1))]),
        _ => Object(depth),
    };

    public byte[] Garbage(int most)
    {
        var bytes = new byte[chance.Next(1, most)];
        chance.NextBytes(bytes);
        return bytes;
    }

    private JsonObject Object(int depth)
    {
        var made = new JsonObject();
        for (var n = chance.Next(5); n > 0; n--)
            made[Sound(OneIn(2) ? Pick((string[])["id", "name", "url", "address", "options", "secrets", "on", "labels", "__proto__", "$ref",
                "$type"]) : Short())] = Value(depth + 1);
        return made;
    }

    /// <summary>Half a surrogate pair cannot be encoded as UTF-8; those are sent in another way.</summary>
    private static string Sound(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
}
