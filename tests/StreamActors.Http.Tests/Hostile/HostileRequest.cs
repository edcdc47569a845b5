using System.Text;

namespace StreamActors.Http.Tests.Hostile;

/// <summary>One raw request.</summary>
/// <param name="IsHttp">It is valid HTTP, so the API must answer it in its own format.</param>
/// <param name="HangsUp">Nothing follows it, though it may announce more.</param>
internal sealed record HostileRequest(string Kind, string Method, string Target, byte[] Bytes, bool IsHttp = true, bool HangsUp = false)
{
    public static HostileRequest Of(string kind, string method, string target, IEnumerable<(string Name, string Value)> headers,
        byte[]? body, bool isHttp = true)
    {
        var head = new StringBuilder($"{method} {target} HTTP/1.1\r\nHost: 127.0.0.1\r\n");
        foreach (var (name, value) in headers)
            head.Append(name).Append(": ").Append(value).Append("\r\n");
        if (body is not null)
            head.Append(System.Globalization.CultureInfo.InvariantCulture, $"Content-Length: {body.Length}\r\n");
        return new HostileRequest(kind, method, target, [.. Encoding.UTF8.GetBytes(head.Append("\r\n").ToString()), .. body ?? []],
            isHttp && target.Length < 8000 && !target.Contains("%00", StringComparison.Ordinal));
    }

    public override string ToString()
    {
        var text = Encoding.Latin1.GetString(Bytes);
        return $"[{Kind}] {(text.Length > 700 ? text[..700] + "…" : text)}";
    }
}
