using StreamActors.Domain.Addresses;

namespace StreamActors.Control;

/// <summary>Tries an address with a real connection, without any media to a destination where its protocol allows.</summary>
public interface IPreflight
{
    /// <param name="address">Validated, with its secrets in clear.</param>
    /// <param name="report">Gets each check as it is done.</param>
    Task Try(PlainAddress address, bool isIngest, IPreflightReport report, CancellationToken stop);
}

/// <summary>The checks of one address, as they are done.</summary>
public interface IPreflightReport
{
    /// <summary>The codecs of an input.</summary>
    IReadOnlyList<string> Streams { get; set; }

    void Ok(string name, string text);

    void Warn(string name, string text, string? cure);

    void Fail(string name, string text, string? cure);
}
