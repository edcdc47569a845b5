using System.Collections.Immutable;
using Microsoft.Extensions.Configuration;
using StreamActors.Hocon.Provider;

namespace StreamActors.Hocon.Shapes;

/// <summary>
/// The schema of a configuration: options records, each bound to a section, and sections of other programs. It reads strictly:
/// unknown keys and values of the wrong type are errors, and all are reported at once.
/// </summary>
public sealed class OptionsShape
{
    private readonly SectionsShape _root = new();
    private readonly List<(Type Type, KeyPath Section, Shape Shape)> _bound = [];
    private IReadOnlyList<KnownKey>? _keys;

    /// <summary>Every key of every bound section.</summary>
    public IReadOnlyList<KnownKey> KnownKeys => _keys ??= [.. _root.Keys(KeyPath.Root, null, (false, false))];

    internal IEnumerable<KeyPath> Sections => _bound.Select(bound => bound.Section);

    public static OptionsShape Of<T>(string section)
        where T : notnull => new OptionsShape().And<T>(section);

    /// <summary>Binds another record. Its properties are the keys: <c>StallAfter</c> is <c>stall-after</c>.</summary>
    public OptionsShape And<T>(string section)
        where T : notnull
    {
        var path = KeyPath.Parse(section);
        var shape = ShapeOfType.Of(typeof(T));
        _root.Put(path.Elements.AsSpan(), shape);
        _bound.Add((typeof(T), path, shape));
        _keys = null;
        return this;
    }

    /// <summary>Sections that are not checked, such as <c>akka</c>.</summary>
    public OptionsShape Leaving(params ReadOnlySpan<string> sections)
    {
        foreach (var section in sections)
            _root.Put(KeyPath.Parse(section).Elements.AsSpan(), new ForeignShape());
        return this;
    }

    /// <summary>Reads and merges all sources of a configuration.</summary>
    public OptionsReading Read(IConfigurationRoot configuration)
    {
        var effective = EffectiveTree.Of(configuration, this);
        return Read(effective.Tree, effective.Problems);
    }

    public OptionsReading Read(HoconObject tree) => Read(tree, []);

    /// <summary>An options record as a tree: reading that tree gives an equal record.</summary>
    public HoconObject Write<T>(T options)
        where T : notnull => (HoconObject)_bound.Single(bound => bound.Type == typeof(T)).Shape.Write(options);

    /// <summary>A path in the canonical case; null when it is in none of our sections.</summary>
    internal KeyPath? Canonical(ReadOnlySpan<string> path)
    {
        Shape? shape = _root;
        var elements = ImmutableArray.CreateBuilder<string>(path.Length);
        foreach (var element in path)
        {
            string? ours = null;
            if (shape?.TryGetMember(element, out ours, out shape) != true && elements.Count == 0)
                return null;
            elements.Add(ours ?? element);
        }

        return shape is SectionsShape ? null : new KeyPath(elements.ToImmutable());
    }

    /// <summary>The path of a key within its section.</summary>
    internal KeyPath WithinSection(KeyPath key) =>
        new(key.Elements[_bound.First(
        bound => key.Elements.AsSpan().StartsWith(bound.Section.Elements.AsSpan())).Section.Elements.Length..]);

    private OptionsReading Read(HoconObject tree, IReadOnlyList<ConfigurationProblem> earlier)
    {
        var findings = new Findings([.. KnownKeys.Where(key => !key.IsEntry).Select(key => key.Path.ToString()),
            .. Sections.Select(section => section.ToString())]);
        _root.TryRead(tree, KeyPath.Root, findings, out var read);
        var options = _bound.ToDictionary(bound => bound.Type, bound => At(read, bound.Section));
        return new OptionsReading(tree, options, [.. earlier, .. findings.Problems]);
    }

    private static object? At(object? read, KeyPath section)
    {
        foreach (var element in section.Elements)
            read = (read as Dictionary<string, object?>)?[element];
        return read;
    }
}
