using System.Globalization;
using System.Numerics;
using System.Reflection;
using StreamActors.Hocon.Syntax;
using StreamActors.Hocon.Units;

namespace StreamActors.Hocon.Shapes;

/// <summary>The types of a single value. Any IParsable may be added: ids, addresses.</summary>
internal static class Scalars
{
    private static readonly Dictionary<Type, ScalarShape> Known = new()
    {
        [typeof(string)] = new ScalarShape("a text", text => text, value => (string)value, ScalarKind.Text),
        [typeof(bool)] = new ScalarShape("true or false", Boolean, value => (bool)value ? "true" : "false", ScalarKind.Boolean),
        [typeof(TimeSpan)] = new ScalarShape(
            "a duration such as 10s or 500ms",
            text => HoconDuration.TryParse(text, out var duration) ? duration : null,
            value => HoconDuration.Render((TimeSpan)value),
            ScalarKind.Text),
        [typeof(ByteSize)] = new ScalarShape(
            "a size such as 512KiB or 32MB",
            text => ByteSize.TryParse(text, out var size) ? size : null,
            value => value.ToString()!,
            ScalarKind.Text),
        [typeof(byte)] = Whole<byte>(),
        [typeof(short)] = Whole<short>(),
        [typeof(ushort)] = Whole<ushort>(),
        [typeof(int)] = Whole<int>(),
        [typeof(uint)] = Whole<uint>(),
        [typeof(long)] = Whole<long>(),
        [typeof(float)] = Fraction<float>(),
        [typeof(double)] = Fraction<double>(),
        [typeof(decimal)] = Fraction<decimal>(),
    };

    internal static ScalarShape? Of(Type type)
    {
        if (Known.TryGetValue(type, out var shape))
            return shape;
        if (type.IsEnum)
            return Choice(type);
        return ParsesItself(type)
            ? (ScalarShape)typeof(Scalars).GetMethod(nameof(Parsable), BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(
            type).Invoke(null, null)!
            : null;
    }

    private static bool ParsesItself(Type type) => Array.Exists(
        type.GetInterfaces(),
        face => face.IsGenericType && face.GetGenericTypeDefinition() == typeof(IParsable<>) && face.GenericTypeArguments[0] == type);

    private static object? Boolean(string text) => text switch
    {
        "true" or "yes" or "on" => true,
        "false" or "no" or "off" => false,
        _ => null,
    };

    private static ScalarShape Whole<T>()
        where T : struct, IBinaryInteger<T>, IMinMaxValue<T> => new(
            typeof(T) == typeof(long) ? "a whole number" : $"a whole number from {T.MinValue} to {T.MaxValue}",
            text => JsonNumber.Is(text)
                && decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
                && decimal.Truncate(number) == number
                && number >= decimal.CreateChecked(T.MinValue)
                && number <= decimal.CreateChecked(T.MaxValue)
                ? T.CreateChecked(number)
                : null,
            value => string.Create(CultureInfo.InvariantCulture, $"{value}"),
            ScalarKind.Number);

    private static ScalarShape Fraction<T>()
        where T : struct, IFloatingPoint<T> => new(
            "a number",
            text => JsonNumber.Is(text) && T.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
                && T.IsFinite(number) ? number : null,
            value => string.Create(CultureInfo.InvariantCulture, $"{value}"),
            ScalarKind.Number);

    private static ScalarShape Choice(Type type)
    {
        var members = Enum.GetNames(type).ToDictionary(KebabCase.Of, name => Enum.Parse(type, name), StringComparer.Ordinal);
        return new ScalarShape(
            $"one of {string.Join(", ", members.Keys)}",
            members.GetValueOrDefault,
            value => members.First(member => member.Value.Equals(value)).Key,
            ScalarKind.Text);
    }

    private static ScalarShape Parsable<T>()
        where T : IParsable<T> => new(
            $"a {KebabCase.Of(typeof(T).Name).Replace('-', ' ')}",
            text => T.TryParse(text, CultureInfo.InvariantCulture, out var value) ? value : null,
            value => value is IFormattable formattable ? formattable.ToString(null, CultureInfo.InvariantCulture) : value.ToString() ?? "",
            ScalarKind.Text);
}
