using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace StreamActors.Hocon.Shapes;

/// <summary>A section with known keys.</summary>
internal sealed class RecordShape(Construction construction, IReadOnlyList<Member> members) : Shape
{
    private readonly Dictionary<string, Member> _byKey = members.ToDictionary(member => member.Key, StringComparer.Ordinal);

    internal override string Wanted => "a section in braces";

    internal override bool TryRead(HoconValue value, KeyPath path, Findings findings, out object? result)
    {
        result = null;
        var section = value as HoconObject ?? (value is HoconScalar { IsNull: false, Origin.IsPlainText: true } text
            ? PlainText.AsSection(text) : null);
        if (section is null)
            return findings.Wrong(value, path, Wanted);

        var before = findings.Problems.Count;
        var values = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var field in section.Fields)
            ReadField(field, path, findings, values);
        foreach (var member in members.Where(member => member.IsRequired && !section.TryGet(member.Key, out _)))
            findings.Missing(section.Origin, path.With(member.Key), member.Shape.Wanted);
        if (findings.Problems.Count > before)
            return false;

        try
        {
            result = construction.Make(values);
            return true;
        }
        catch (TargetInvocationException refusal) when (refusal.InnerException is ArgumentException reason)
        {
            // A record may validate its own values, but does not know where they were written.
            return findings.Wrong(value, path, reason.Message);
        }
    }

    private void ReadField(HoconField field, KeyPath section, Findings findings, Dictionary<string, object?> values)
    {
        if (!_byKey.TryGetValue(field.Key, out var member))
            findings.Unknown(field, section, _byKey.Keys);
        else if (member.IsNullable && field.Value is HoconScalar { IsNull: true })
            values[member.Property.Name] = null;
        else if (member.Shape.TryRead(field.Value, section.With(field.Key), findings, out var read))
            values[member.Property.Name] = read;
    }

    internal override HoconValue Write(object value)
    {
        var valueOrigin = ValueOrigin.Other("options");
        var fields = members.Select(member => (member.Key, Value: member.Property.GetValue(value) is { } set
            ? member.Shape.Write(set)
            : new HoconScalar(ScalarKind.Null, "null", valueOrigin)));
        return new HoconObject([.. fields.Select(field => new HoconField(field.Key, valueOrigin, field.Value))], valueOrigin);
    }

    internal override IEnumerable<KnownKey> Keys(KeyPath path, object? preset, (bool Required, bool Entry) place)
    {
        var section = preset ?? construction.Preset;
        return members.SelectMany(member => member.Shape.Keys(
            path.With(member.Key),
            section is null ? construction.PresetOf(member.Property) : member.Property.GetValue(section),
            (member.IsRequired, place.Entry)));
    }

    internal override bool TryGetMember(string key, [NotNullWhen(true)] out string? ours, [NotNullWhen(true)] out Shape? shape)
    {
        var member = members.FirstOrDefault(member => member.Key.Equals(key, StringComparison.OrdinalIgnoreCase));
        (ours, shape) = (member?.Key, member?.Shape);
        return member is not null;
    }
}
