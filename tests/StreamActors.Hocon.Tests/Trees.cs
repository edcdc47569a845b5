using FsCheck;
using FsCheck.Fluent;

namespace StreamActors.Hocon.Tests;

/// <summary>Random trees with difficult texts and keys: quotes, dots, control characters, lone surrogates, reserved words.</summary>
internal static class Trees
{
    private static readonly ValueOrigin Nowhere = ValueOrigin.Other("generated");

    private static Gen<string> Text => Gen.OneOf(
        ArbMap.Default.GeneratorFor<NonNull<string>>().Select(text => text.Get),
        Gen.Elements("", " ", "true", "null", "1e5", "include", "a.b", "*", "${x}", "\"\"\"", "\\", "a\nb", "\u0000", "\ud800",
            "\udc00\ud800", "\ufeff", "//", "# x", "é😀", "\u00a0"),
        Gen.Choose(0, 0xffff).ListOf().Select(units => string.Concat(units.Select(unit => (char)unit))));

    private static Gen<HoconValue> Scalar => Gen.OneOf(
        Text.Select(text => (HoconValue)new HoconScalar(ScalarKind.Text, text, Nowhere)),
        Gen.Elements("0", "-1", "3.140", "1e5", "10e+3", "-0.5E-2", "123456789012345678901234567890")
            .Select(text => (HoconValue)new HoconScalar(ScalarKind.Number, text, Nowhere)),
        Gen.Elements("true", "false").Select(text => (HoconValue)new HoconScalar(ScalarKind.Boolean, text, Nowhere)),
        Gen.Constant((HoconValue)new HoconScalar(ScalarKind.Null, "null", Nowhere)));

    private static Gen<HoconValue> Value(int size) => size <= 0
        ? Scalar
        : Gen.OneOf(
            Scalar,
            Gen.Choose(0, 4).SelectMany(count => Value(size / 2).ListOf(count))
                .Select(items => (HoconValue)new HoconArray([.. items], Nowhere)),
            Object(size / 2).Select(section => (HoconValue)section));

    private static Gen<HoconObject> Object(int size) =>
        from count in Gen.Choose(0, 4)
        from keys in Text.ListOf(count)
        from values in Value(size).ListOf(count)
        select new HoconObject(
        [.. keys.Distinct(StringComparer.Ordinal).Zip(values).Select(pair => new HoconField(pair.First, Nowhere, pair.Second))], Nowhere);

    internal static Arbitrary<HoconObject> Objects => Gen.Sized(Object).ToArbitrary();

    internal static Arbitrary<HoconValue> Values => Gen.Sized(Value).ToArbitrary();

    /// <summary>
    /// Strict JSON with as much white space as possible. System.Text.Json cannot write it: it replaces lone surrogates.
    /// </summary>
    internal static string Json(HoconValue value) => value switch
    {
        HoconObject section =>
            $"\n{{ {string.Join(" ,\r\n", section.Fields.Select(field => $"{Json(field.Key)}\t:\n{Json(field.Value)}"))}\n}}",
        HoconArray list => $"[ {string.Join("\n,", list.Items.Select(Json))} ]",
        HoconScalar { Type: ScalarKind.Text } text => Json(text.Text),
        HoconScalar scalar => scalar.Text,
        _ => throw new InvalidOperationException(),
    };

    private static string Json(string text) =>
        $"\"{string.Concat(text.Select(c => char.IsAsciiLetterOrDigit(c) ? $"{c}" : $"\\u{(int)c:X4}"))}\"";

    internal static bool Same(HoconValue a, HoconValue b) => (a, b) switch
    {
        (HoconScalar x, HoconScalar y) => x.Type == y.Type && x.Text == y.Text,
        (HoconArray x, HoconArray y) => x.Items.Count == y.Items.Count && x.Items.Zip(y.Items).All(pair => Same(pair.First, pair.Second)),
        (HoconObject x, HoconObject y) => x.Fields.Count == y.Fields.Count
            && x.Fields.Zip(y.Fields).All(pair => pair.First.Key == pair.Second.Key && Same(pair.First.Value, pair.Second.Value)),
        _ => false,
    };
}
