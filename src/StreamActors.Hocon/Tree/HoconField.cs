namespace StreamActors.Hocon;

/// <summary>A key and its value; <paramref name="KeyOrigin"/> is the place of the assignment that supplied it.</summary>
public sealed record HoconField(string Key, ValueOrigin KeyOrigin, HoconValue Value)
{
    internal long Weight => 1 + Key.Length + Value.Weight;
}
