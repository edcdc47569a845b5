using System.Reflection;

namespace StreamActors.Hocon.Shapes;

/// <summary>A property of an options record and its key.</summary>
internal sealed record Member(string Key, PropertyInfo Property, Shape Shape, bool IsNullable, bool IsRequired);
