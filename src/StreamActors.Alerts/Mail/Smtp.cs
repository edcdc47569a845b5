using System.Globalization;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using StreamActors.Kernel;

namespace StreamActors.Alerts;

/// <summary>The client's side of one SMTP conversation (RFC 5321). .NET's own knows no TLS from the start, and is not to be used for new things by its makers' word.</summary>
internal sealed class Smtp(Stream stream, string host, Func<X509Certificate?, X509Chain?, SslPolicyErrors, bool> isTrusted) : IAsyncDisposable
{
    private const int LongestLine = 2000;
    private const int MostLines = 100;

    private readonly byte[] _buffer = new byte[4096];
    private Stream _stream = stream;
    private HashSet<string> _offers = new(StringComparer.OrdinalIgnoreCase);
    private int _from, _to;

    public ValueTask DisposeAsync() => _stream.DisposeAsync();

    public async Task Secure(CancellationToken stop)
    {
        var tls = new SslStream(_stream, leaveInnerStreamOpen: false);
        _stream = tls;
        (_from, _to) = (0, 0); // what came before TLS was said by anybody
        await tls.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions { TargetHost = host, RemoteCertificateValidationCallback = (_, certificate, chain, errors) => isTrusted(certificate, chain, errors) }, stop);
    }

    public async Task Greet(string server, CancellationToken stop)
    {
        await Expect(220, stop);
        await Hello(server, stop);
    }

    /// <exception cref="SendRefusedException">It offers none: then nothing is said in clear.</exception>
    public async Task StartTls(string server, CancellationToken stop)
    {
        if (!_offers.Contains("STARTTLS"))
            throw new SendRefusedException("The mail server offers no STARTTLS: use smtps://, or plain where the line is trusted and no password is needed.", isFinal: true);
        await Say("STARTTLS", 220, stop);
        await Secure(stop);
        await Hello(server, stop);
    }

    public async Task LogIn(string user, Secret password, CancellationToken stop)
    {
        if (_stream is not SslStream)
            throw new SendRefusedException("A password goes over TLS only.", isFinal: true);
        var ways = _offers.FirstOrDefault(o => o.StartsWith("AUTH ", StringComparison.OrdinalIgnoreCase))?.Split(' ') ?? [];
        if (ways.Contains("PLAIN", StringComparer.OrdinalIgnoreCase))
        {
            await Say($"AUTH PLAIN {Base64($"\0{user}\0{password.Reveal()}")}", 235, stop);
            return;
        }
        if (!ways.Contains("LOGIN", StringComparer.OrdinalIgnoreCase))
            throw new SendRefusedException("The mail server takes neither AUTH PLAIN nor AUTH LOGIN.", isFinal: true);
        await Say("AUTH LOGIN", 334, stop);
        await Say(Base64(user), 334, stop);
        await Say(Base64(password.Reveal()), 235, stop);
    }

    public async Task Send(string from, IEnumerable<string> to, string mail, CancellationToken stop)
    {
        await Say($"MAIL FROM:<{from}>", 250, stop);
        foreach (var recipient in to)
            await Say($"RCPT TO:<{recipient}>", 250, stop);
        await Say("DATA", 354, stop);
        // A line that begins with a dot would end the mail.
        var stuffed = mail.Replace("\r\n.", "\r\n..", StringComparison.Ordinal);
        await Write(stuffed.StartsWith('.') ? "." + stuffed : stuffed, stop);
        await Say(".", 250, stop);
    }

    /// <summary>It has the mail by now; whether it says goodbye is its own affair.</summary>
    public async Task Quit(CancellationToken stop)
    {
        try
        {
            await Say("QUIT", 221, stop);
        }
        catch (Exception gone) when (gone is IOException or SendRefusedException)
        {
            // Then not.
        }
    }

    private async Task Hello(string server, CancellationToken stop)
    {
        var lines = await Say($"EHLO {server}", 250, stop);
        _offers = new HashSet<string>(lines.Skip(1), StringComparer.OrdinalIgnoreCase);
    }

    private async Task<IReadOnlyList<string>> Say(string line, int expected, CancellationToken stop)
    {
        await Write(line + "\r\n", stop);
        return await Expect(expected, stop);
    }

    private async Task Write(string text, CancellationToken stop)
    {
        await _stream.WriteAsync(Encoding.UTF8.GetBytes(text), stop);
        await _stream.FlushAsync(stop);
    }

    /// <returns>The words of each line of the answer.</returns>
    private async Task<IReadOnlyList<string>> Expect(int expected, CancellationToken stop)
    {
        List<string> lines = [];
        while (lines.Count < MostLines)
        {
            var line = await Line(stop);
            if (line.Length < 3 || !int.TryParse(line.AsSpan(0, 3), NumberStyles.None, CultureInfo.InvariantCulture, out var code))
                throw new SendRefusedException("What answers there is no mail server.", isFinal: false);
            lines.Add(line.Length > 4 ? line[4..] : "");
            if (line.Length > 3 && line[3] == '-')
                continue;
            // 251: it forwards; 4xx: perhaps later; 5xx: never.
            return code == expected || (expected == 250 && code == 251)
                ? lines
                : throw new SendRefusedException($"The mail server says: {code.ToString(CultureInfo.InvariantCulture)} {Printable(string.Join(' ', lines))}", isFinal: code >= 500);
        }
        throw new SendRefusedException("The mail server does not come to an end.", isFinal: false);
    }

    private async Task<string> Line(CancellationToken stop)
    {
        var line = new StringBuilder();
        while (line.Length < LongestLine)
        {
            if (_from == _to && (_to = await _stream.ReadAsync(_buffer, stop)) is var _ && (_from = 0) == _to)
                throw new IOException("the mail server has hung up");
            var c = (char)_buffer[_from++];
            if (c == '\n')
                return line.ToString().TrimEnd('\r');
            line.Append(c);
        }
        throw new IOException("the mail server's line has no end");
    }

    private static string Printable(string text) => new([.. text.Take(200).Select(c => c is >= ' ' and <= '~' ? c : '?')]);

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
