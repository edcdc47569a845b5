using System.Diagnostics.Metrics;
using StreamActors.Media.Tls;
using StreamActors.Testing;

namespace StreamActors.Media.Tests.Tls;

/// <summary>Certificate and key from files that change while they are used.</summary>
public sealed class CertificateFilesSpecs : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sa-pem-").FullName;
    private readonly StandingClock _clock = new(DateTimeOffset.UtcNow);
    private readonly List<string> _refused = [];

    private string Certificate => Path.Combine(_folder, "cert.pem");

    private string Key => Path.Combine(_folder, "key.pem");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Changed_files_are_used_from_the_next_connection_on()
    {
        using var files = Open();
        var first = PemFiles.Write(Certificate, Key);
        files.Certificate.SerialNumber.ShouldBe(first);
        var second = PemFiles.Write(Certificate, Key);
        files.Certificate.SerialNumber.ShouldBe(first, "the files are looked at once a second");
        _clock.Advance(TimeSpan.FromSeconds(1));
        files.Certificate.SerialNumber.ShouldBe(second);
        files.Options.ServerCertificateContext!.TargetCertificate.SerialNumber.ShouldBe(second);
        _refused.ShouldBeEmpty();
    }

    [Fact]
    public void Between_the_change_of_the_one_file_and_of_the_other_the_old_pair_is_used_and_the_reason_is_told_once()
    {
        using var files = Open();
        var first = PemFiles.Write(Certificate, Key);
        files.Certificate.SerialNumber.ShouldBe(first);
        var second = PemFiles.Write(Certificate, Path.Combine(_folder, "other.pem"));
        for (var look = 0; look < 3; look++)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            files.Certificate.SerialNumber.ShouldBe(first);
        }
        _refused.ShouldBe([$"{Key} is not the private key of the first certificate in {Certificate}."]);
        File.Move(Path.Combine(_folder, "other.pem"), Key, overwrite: true);
        _clock.Advance(TimeSpan.FromSeconds(1));
        files.Certificate.SerialNumber.ShouldBe(second);
    }

    [Fact]
    public void An_expired_pair_does_not_replace_one_that_works()
    {
        using var files = Open();
        var first = PemFiles.Write(Certificate, Key);
        files.Certificate.SerialNumber.ShouldBe(first);
        PemFiles.Write(Certificate, Key, TimeSpan.FromDays(-1));
        _clock.Advance(TimeSpan.FromSeconds(1));
        files.Certificate.SerialNumber.ShouldBe(first);
        _refused.ShouldHaveSingleItem().ShouldContain(" expired on ");
        File.Delete(Certificate);
        _clock.Advance(TimeSpan.FromSeconds(1));
        files.Certificate.SerialNumber.ShouldBe(first);
        _refused[1].ShouldStartWith($"{Certificate} cannot be read: ");
    }

    [Theory]
    [InlineData("", "key", "cert.pem holds no certificate in PEM.")]
    [InlineData("cert", "", "key.pem holds no private key in PEM.")]
    [InlineData("cert", "other", "key.pem is not the private key of the first certificate in ")]
    [InlineData("cert", "-----BEGIN ENCRYPTED PRIVATE KEY-----", "key.pem is encrypted: ")]
    [InlineData("cert", null, "key.pem cannot be read: ")]
    public void A_pair_that_cannot_be_used_is_refused_with_the_reason(string certificate, string? key, string said)
    {
        PemFiles.Write(Path.Combine(_folder, "cert"), Path.Combine(_folder, "key"));
        PemFiles.Write(Path.Combine(_folder, "another"), Path.Combine(_folder, "other"));
        File.WriteAllText(Certificate, Text(certificate));
        if (key is not null)
            File.WriteAllText(Key, Text(key));
        using var files = Open();
        Should.Throw<CertificateRefusedException>(() => files.Certificate).Message.ShouldContain(said);

        string Text(string name) => File.Exists(Path.Combine(_folder, name)) ? File.ReadAllText(Path.Combine(_folder, name)) : name;
    }

    [Fact]
    public void A_metric_tells_how_long_it_is_valid()
    {
        PemFiles.Write(Certificate, Key, TimeSpan.FromDays(10));
        using var files = new CertificateFiles("a test", Certificate, Key, _clock, _refused.Add);
        double? seconds = null;
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, all) =>
        {
            if (instrument.Name == "streamactors.certificate.expires.in")
                all.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<double>((_, value, tags, _) =>
            seconds = tags.ToArray().Any(t => t.Value is "a test") ? value : seconds);
        listener.Start();
        listener.RecordObservableInstruments();
        seconds.ShouldNotBeNull().ShouldBe(10 * 86_400, tolerance: 60);
    }

    private CertificateFiles Open() => new("test", Certificate, Key, _clock, _refused.Add);
}
