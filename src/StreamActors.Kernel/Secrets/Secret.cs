using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;

namespace StreamActors.Kernel;

/// <summary>
/// A stream key, passphrase or token in clear text. It cannot be printed, logged, inspected or serialized by accident:
/// only <see cref="Reveal"/> returns it, and that is easy to search for.
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

    /// <summary>Constant time: a near miss takes as long as a far one.</summary>
    public bool Equals(Secret? other) =>
        other is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(_clear), Encoding.UTF8.GetBytes(other._clear));

    public override bool Equals(object? obj) => Equals(obj as Secret);

    public override int GetHashCode() => 0; // the hash code of a short secret would reveal it

    private sealed class Masked(Secret secret)
    {
        public string Value { get; } = secret.ToString(null, null);
    }
}
