using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace StreamActors.Kernel;

/// <summary>
/// A stream key, passphrase or token in clear. It cannot be printed, logged, inspected or serialized by accident:
/// only <see cref="Reveal"/> gives it away, and that is easy to search for.
/// </summary>
[DebuggerDisplay("***")]
[JsonConverter(typeof(NeverInClear))]
public sealed class Secret(string clear) : IEquatable<Secret>, IFormattable
{
    public const string Mask = "***";

    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    private readonly string _clear = clear ?? throw new ArgumentNullException(nameof(clear));

    public string Reveal() => _clear;

    public override string ToString() => Mask;

    public string ToString(string? format, IFormatProvider? formatProvider) => Mask;

    public bool Equals(Secret? other) => other is not null && string.Equals(_clear, other._clear, StringComparison.Ordinal);

    public override bool Equals(object? obj) => Equals(obj as Secret);

    public override int GetHashCode() => 0; // a hash of a short secret gives it away to whoever can print one

    private sealed class NeverInClear : JsonConverter<Secret>
    {
        public override Secret? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.GetString() is { } clear ? new Secret(clear) : null;

        public override void Write(Utf8JsonWriter writer, Secret value, JsonSerializerOptions options) => writer.WriteStringValue(Mask);
    }
}
