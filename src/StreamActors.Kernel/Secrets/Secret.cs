using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;

namespace StreamActors.Kernel;

/// <summary>
/// A stream key, passphrase or token in clear. It cannot be printed, logged, inspected or serialized by accident:
/// only <see cref="Reveal"/> gives it away, and that is easy to search for.
/// </summary>
[DebuggerDisplay(Mask)]
[DebuggerTypeProxy(typeof(Masked))]
[JsonConverter(typeof(SecretJson))]
public sealed class Secret(string clear) : IEquatable<Secret>, IFormattable
{
    public const string Mask = "***";

    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    private readonly string _clear = clear ?? throw new ArgumentNullException(nameof(clear));

    public string Reveal() => _clear;

    public override string ToString() => Mask;

    public string ToString(string? format, IFormatProvider? formatProvider) => Mask;

    /// <summary>Takes as long for a near miss as for a far one.</summary>
    public bool Equals(Secret? other) =>
        other is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(_clear), Encoding.UTF8.GetBytes(other._clear));

    public override bool Equals(object? obj) => Equals(obj as Secret);

    public override int GetHashCode() => 0; // a hash of a short secret gives it away to whoever can print one

    private sealed class Masked(Secret secret)
    {
        public string Value { get; } = secret.ToString(null, null);
    }
}
