namespace StreamActors.Hocon.Shapes;

/// <summary>A key that a configuration may hold.</summary>
/// <param name="Path">The whole path; <c>*</c> stands for any entry of a list or dictionary.</param>
/// <param name="Wanted">What its value is, in words.</param>
/// <param name="Default">The value it has when it is not set, as HOCON; null where it must be set or has no default of its own.</param>
/// <param name="IsRequired">A configuration without it is refused.</param>
/// <param name="IsEntry">It lies inside an entry of a list or dictionary, so it exists as often as there are entries.</param>
public sealed record KnownKey(KeyPath Path, string Wanted, string? Default, bool IsRequired, bool IsEntry)
{
    public override string ToString() => string.Join('.', Path.Elements.Select(element => element == "*" ? element : HoconRendering.Key(element)));
}
