using System.Collections.Immutable;
using System.Reflection;

namespace StreamActors.Hocon.Shapes;

/// <summary>Finds the shape of a type. An unsupported type is a programming error and throws at once.</summary>
internal static class ShapeOfType
{
    internal static Shape Of(Type type) => Of(type, []);

    private static Shape Of(Type type, ImmutableStack<Type> around)
    {
        if (around.Contains(type))
            throw new InvalidOperationException($"{type} contains itself: options cannot be recursive.");
        type = Nullable.GetUnderlyingType(type) ?? type;
        return (Shape?)Scalars.Of(type)
            ?? DictionaryOf(type, around)
            ?? ListOf(type, around)
            ?? RecordOf(type, around.Push(type));
    }

    private static Shape? DictionaryOf(Type type, ImmutableStack<Type> around)
    {
        if (!type.IsGenericType || type.GenericTypeArguments is not [var key, var entry] || key != typeof(string))
            return null;
        return type.IsAssignableFrom(typeof(Dictionary<,>).MakeGenericType(key, entry)) ? new DictionaryShape(entry, Of(entry, around))
            : null;
    }

    private static Shape? ListOf(Type type, ImmutableStack<Type> around)
    {
        if (type is { IsArray: true } && type.GetElementType() is { } element)
            return new ListShape(element, Of(element, around), asArray: true);
        if (!type.IsGenericType || type.GenericTypeArguments is not [var item])
            return null;
        return type.IsAssignableFrom(typeof(List<>).MakeGenericType(item)) ? new ListShape(item, Of(item, around), asArray: false) : null;
    }

    private static Shape RecordOf(Type type, ImmutableStack<Type> around)
    {
        if (type.Namespace?.StartsWith(nameof(System), StringComparison.Ordinal) != false || type.IsInterface)
            throw new InvalidOperationException($"No configuration value can become a {type}.");
        var construction = new Construction(type);
        var nullability = new NullabilityInfoContext();
        var members = type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(construction.CanSet)
            .Select(property => new Member(
                KebabCase.Of(property.Name),
                property,
                Of(property.PropertyType, around),
                nullability.Create(property).WriteState == NullabilityState.Nullable
                    || nullability.Create(property).ReadState == NullabilityState.Nullable,
                construction.Requires(property)));
        return new RecordShape(construction, [.. members]);
    }
}
