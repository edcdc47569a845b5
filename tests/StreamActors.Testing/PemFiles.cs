using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace StreamActors.Testing;

/// <summary>A self-signed certificate for localhost and 127.0.0.1, and its key, as PEM files.</summary>
public static class PemFiles
{
    /// <returns>The serial number of the certificate.</returns>
    public static string Write(string certificate, string key, TimeSpan? valid = null)
    {
        using var pair = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", pair, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(System.Net.IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        var now = DateTimeOffset.UtcNow;
        using var made = request.CreateSelfSigned(now.AddDays(-2), now + (valid ?? TimeSpan.FromDays(30)));
        File.WriteAllText(key, pair.ExportPkcs8PrivateKeyPem());
        File.WriteAllText(certificate, made.ExportCertificatePem());
        return made.SerialNumber;
    }
}
