namespace StreamActors.Hocon.Shapes;

/// <summary>A known configuration key.</summary>
/// <param name="Path">The full path; <c>*</c> stands for any entry of a list or dictionary.</param>
/// <param name="Wanted">Its type, in words.</param>
/// <param name="Default">Its default as HOCON; null when it is required or has no default of its own.</param>
/// <param name="IsRequired">A configuration without it is refused.</param>
/// <param name="IsEntry">It is part of a list or dictionary entry, so it may occur many times.</param>
public sealed record KnownKey(KeyPath Path, string Wanted, string? Default, bool IsRequired, bool IsEntry)
{
    public override string ToString() =>
        string.Join('.', Path.Elements.Select(element => element == "*" ? element : HoconRendering.Key(element)));
}
