using System.Reflection;
using System.Runtime.CompilerServices;

namespace StreamActors.Hocon.Shapes;

/// <summary>
/// Creates a record: by its parameterless constructor, whose property values are the defaults, or by its positional constructor
/// with default parameter values.
/// </summary>
internal sealed class Construction
{
    private readonly Type _type;
    private readonly ConstructorInfo? _positional;

    internal Construction(Type type)
    {
        _type = type;
        if (type.IsValueType || type.GetConstructor(Type.EmptyTypes) is not null)
            Preset = Activator.CreateInstance(type);
        else
            _positional = type.GetConstructors().MaxBy(constructor => constructor.GetParameters().Length);
        if (type.IsAbstract || (Preset is null && _positional is null))
            throw new InvalidOperationException($"{type} cannot be created: it has no public constructor.");
    }

    /// <summary>An instance with every default; null when only the parameters have defaults.</summary>
    internal object? Preset { get; }

    internal object? PresetOf(PropertyInfo property) => ParameterOf(property) is { HasDefaultValue: true } parameter
        ? parameter.DefaultValue ?? (parameter.ParameterType.IsValueType ? Activator.CreateInstance(parameter.ParameterType) : null)
        : null;

    internal bool CanSet(PropertyInfo property) => property.SetMethod is { IsPublic: true } || ParameterOf(property) is not null;

    internal bool Requires(PropertyInfo property) =>
        property.IsDefined(typeof(RequiredMemberAttribute)) || ParameterOf(property) is { HasDefaultValue: false };

    /// <param name="values">By property name; absent ones keep their default.</param>
    internal object Make(IReadOnlyDictionary<string, object?> values)
    {
        var parameters = _positional?.GetParameters() ?? [];
        var made = _positional is null
            ? CallDefaultConstructor()
            : _positional.Invoke(
            [.. parameters.Select(parameter => values.TryGetValue(parameter.Name!, out var value) ? value : parameter.DefaultValue)]);
        foreach (var (name, value) in values)
        {
            if (!Array.Exists(parameters, parameter => parameter.Name == name))
                _type.GetProperty(name)!.SetValue(made, value);
        }

        return made;
    }

    private object CallDefaultConstructor() => Activator.CreateInstance(_type)!;

    private ParameterInfo? ParameterOf(PropertyInfo property) =>
        _positional is null ? null : Array.Find(_positional.GetParameters(), parameter => parameter.Name == property.Name);
}
