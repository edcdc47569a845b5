using System.Diagnostics.Metrics;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace StreamActors.Media.Tls;

/// <summary>
/// A certificate with the rest of its chain, and its private key, from PEM files. They are read again when they change: connections that
/// are open go on, new ones get the new certificate. A pair that does not fit, or has expired, does not replace one that works.
/// </summary>
public sealed class CertificateFiles : IDisposable
{
    /// <summary>How often the files are looked at, while connections are made.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly Meter _meter = new("StreamActors.Certificates");
    private readonly string _certificate;
    private readonly string _key;
    private readonly TimeProvider _time;
    private readonly Action<string> _refused;
    private (byte[] Certificate, byte[] Key)? _read;
    private SslStreamCertificateContext? _current;
    private string? _failure;
    private long _checked;

    /// <param name="use">What it is for, such as https: the label of its metric.</param>
    /// <param name="refused">Told why changed files are not used, once.</param>
    public CertificateFiles(string use, string certificate, string key, TimeProvider time, Action<string> refused)
    {
        (_certificate, _key, _time, _refused) = (certificate, key, time, refused);
        _meter.CreateObservableGauge("streamactors.certificate.expires.in", () => Remaining(use), "s",
            "How long the certificate in use is valid; negative: it has expired.");
    }

    /// <summary>TLS 1.2 or newer, with the certificate of now.</summary>
    /// <exception cref="CertificateRefusedException">There has been none yet that can be used.</exception>
    public SslServerAuthenticationOptions Options => new()
    {
        ServerCertificateContext = Current, EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
    };

    /// <exception cref="CertificateRefusedException">There has been none yet that can be used.</exception>
    public X509Certificate2 Certificate => Current.TargetCertificate;

    private SslStreamCertificateContext Current
    {
        get
        {
            lock (_lock)
            {
                if (_current is not null && _time.GetElapsedTime(_checked) < Interval)
                    return _current;
                _checked = _time.GetTimestamp();
                try
                {
                    Read();
                }
                catch (CertificateRefusedException refusal) when (_current is not null)
                {
                    if (_failure != refusal.Message)
                        _refused(_failure = refusal.Message);
                }
                return _current!;
            }
        }
    }

    public void Dispose() => _meter.Dispose();

    private void Read()
    {
        var (certificate, key) = (Bytes(_certificate), Bytes(_key));
        if (_read is { } read && certificate.AsSpan().SequenceEqual(read.Certificate) && key.AsSpan().SequenceEqual(read.Key))
            return;
        var chain = Chain(certificate); // read first, for the better message
        var leaf = Leaf(certificate, key);
        if (_current is not null && leaf.NotAfter.ToUniversalTime() <= _time.GetUtcNow().UtcDateTime)
            throw Refused(FormattableString.Invariant($"{_certificate} expired on {leaf.NotAfter.ToUniversalTime():yyyy-MM-dd HH:mm} UTC"));
        _current = SslStreamCertificateContext.Create(leaf, chain, offline: true);
        (_read, _failure) = ((certificate, key), null);
    }

    private X509Certificate2Collection Chain(byte[] certificate)
    {
        try
        {
            var chain = new X509Certificate2Collection();
            chain.ImportFromPem(Encoding.UTF8.GetString(certificate));
            return chain.Count > 0 ? chain : throw Refused($"{_certificate} holds no certificate in PEM");
        }
        catch (CryptographicException failure)
        {
            throw Refused($"{_certificate} holds a certificate that cannot be read", failure);
        }
    }

    private X509Certificate2 Leaf(byte[] certificate, byte[] key)
    {
        var (certificateText, keyText) = (Encoding.UTF8.GetString(certificate), Encoding.UTF8.GetString(key));
        if (keyText.Contains("ENCRYPTED", StringComparison.Ordinal))
            throw Refused($"{_key} is encrypted: store it without a passphrase, readable by the server's user only");
        try
        {
            return X509Certificate2.CreateFromPem(certificateText, keyText);
        }
        catch (Exception failure) when (failure is CryptographicException or ArgumentException)
        {
            throw Refused(keyText.Contains("PRIVATE KEY", StringComparison.Ordinal)
                ? $"{_key} is not the private key of the first certificate in {_certificate}"
                : $"{_key} holds no private key in PEM", failure);
        }
    }

    private static byte[] Bytes(string file)
    {
        try
        {
            return File.ReadAllBytes(file);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw Refused($"{file} cannot be read: {failure.Message.TrimEnd('.')}", failure);
        }
    }

    private static CertificateRefusedException Refused(string text, Exception? cause = null) => new($"{text}.", cause);

    private IEnumerable<Measurement<double>> Remaining(string use)
    {
        X509Certificate2 now;
        try
        {
            now = Certificate;
        }
        catch (CertificateRefusedException)
        {
            yield break;
        }
        yield return new Measurement<double>(Math.Round((now.NotAfter.ToUniversalTime() - _time.GetUtcNow().UtcDateTime).TotalSeconds),
            new KeyValuePair<string, object?>("use", use));
    }
}

/// <summary>Certificate and key cannot be used, with the reason for the operator.</summary>
public sealed class CertificateRefusedException(string message, Exception? cause = null) : Exception(message, cause);
