using System.Collections.Immutable;
using System.Reflection;
using StreamActors.Domain.Addresses;
using StreamActors.Kernel;

namespace StreamActors.Domain.Tests;

/// <summary>
/// An edit that changes nothing stores nothing: so two configurations are equal if and only if all their members are. Collections are
/// compared by content, which a record does not do by itself.
/// </summary>
public sealed class EqualitySpecs
{
    private static readonly Type[] Types =
    [
        .. typeof(Address).Assembly.GetExportedTypes().Where(t => t.IsClass && t.Name.EndsWith("Config", StringComparison.Ordinal)),
        typeof(Address),
    ];

    public static TheoryData<Type> Configurations => [.. Types];

    public static TheoryData<Type, string> Members
    {
        get
        {
            var members = new TheoryData<Type, string>();
            foreach (var type in Types)
                foreach (var member in Settable(type))
                    members.Add(type, member.Name);
            return members;
        }
    }

    [Theory, MemberData(nameof(Members))]
    public void A_member_that_differs_makes_two_configurations_different(Type type, string member) =>
        Equals(Made(type, 1), With(Made(type, 1), type.GetProperty(member)!, 2)).ShouldBeFalse();

    [Theory, MemberData(nameof(Configurations))]
    public void Two_that_were_read_apart_are_equal(Type type)
    {
        var (one, other) = (Made(type, 1), Made(type, 1));
        one.ShouldBe(other);
        one.GetHashCode().ShouldBe(other.GetHashCode());
    }

    private static IEnumerable<PropertyInfo> Settable(Type type) => type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Where(p => p.SetMethod is not null);

    private static object Made(Type type, int variant)
    {
        var parameters = type.GetConstructors()[0].GetParameters();
        var made = type.GetConstructors()[0].Invoke([.. parameters.Select(p => Value(p.ParameterType, variant))]);
        foreach (var property in Settable(type))
            property.SetValue(made, Value(property.PropertyType, variant));
        return made;
    }

    private static object With(object made, PropertyInfo property, int variant)
    {
        property.SetValue(made, Value(property.PropertyType, variant));
        return made;
    }

    /// <summary>A value of a type: the same variant gives an equal one that is another instance.</summary>
    private static object Value(Type type, int variant)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        var arguments = type.IsGenericType ? type.GetGenericArguments() : [];
        return type switch
        {
            _ when type == typeof(string) => new string('x', variant),
            _ when type == typeof(bool) => variant == 1,
            _ when type == typeof(TimeSpan) => TimeSpan.FromSeconds(variant),
            _ when type == typeof(DateTimeOffset) => DateTimeOffset.UnixEpoch.AddSeconds(variant),
            _ when type == typeof(Guid) => new Guid(variant, 0, 0, new byte[8]),
            _ when type.IsEnum => Enum.GetValues(type).GetValue(variant - 1)!,
            _ when type.IsPrimitive => Convert.ChangeType(variant, type, System.Globalization.CultureInfo.InvariantCulture),
            _ when type == typeof(ImmutableArray<string>) => ImmutableArray.Create(new string('x', variant)),
            _ when type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ImmutableSortedDictionary<,>) =>
                type.GetMethod("Add")!.Invoke(type.GetField("Empty")!.GetValue(null), [.. arguments.Select(a => Value(a, variant))])!,
            _ => Made(type, variant),
        };
    }
}
