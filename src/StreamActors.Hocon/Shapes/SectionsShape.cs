using System.Diagnostics.CodeAnalysis;

namespace StreamActors.Hocon.Shapes;

/// <summary>The keys above the bound sections. Nothing else is allowed there, except sections of other programs.</summary>
internal sealed class SectionsShape : Shape
{
    private readonly Dictionary<string, Shape> _below = new(StringComparer.Ordinal);

    internal override string Wanted => "a section in braces";

    internal void Put(ReadOnlySpan<string> path, Shape shape)
    {
        if (path.Length == 1)
        {
            if (!_below.TryAdd(path[0], shape))
                throw new InvalidOperationException($"The section '{path[0]}' is bound twice.");
            return;
        }

        if (!_below.TryGetValue(path[0], out var next))
            _below.Add(path[0], next = new SectionsShape());
        if (next is not SectionsShape sections)
            throw new InvalidOperationException($"The section '{path[0]}' is bound already: no other section can be inside it.");
        sections.Put(path[1..], shape);
    }

    internal override bool TryRead(HoconValue value, KeyPath path, Findings findings, out object? result)
    {
        result = null;
        if (value is not HoconObject section)
            return findings.Wrong(value, path, Wanted);

        var read = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var field in section.Fields.Where(field => !_below.ContainsKey(field.Key)))
            findings.Unknown(field, path, _below.Keys);
        foreach (var (key, shape) in _below)
        {
            // A section that is not written still has its defaults, and its required keys are still missing.
            var written = section.TryGet(key, out var field) ? field.Value : new HoconObject([], section.Origin);
            shape.TryRead(written, path.With(key), findings, out var below);
            read[key] = below;
        }

        result = read;
        return true;
    }

    internal override HoconValue Write(object value) => throw new NotSupportedException("Write each section by itself.");

    internal override IEnumerable<KnownKey> Keys(KeyPath path, object? preset, (bool Required, bool Entry) place) =>
        _below.SelectMany(below => below.Value.Keys(path.With(below.Key), null, place));

    internal override bool TryGetMember(string key, [NotNullWhen(true)] out string? ours, [NotNullWhen(true)] out Shape? shape)
    {
        ours = _below.Keys.FirstOrDefault(below => below.Equals(key, StringComparison.OrdinalIgnoreCase));
        shape = ours is null ? null : _below[ours];
        return shape is not null;
    }
}
