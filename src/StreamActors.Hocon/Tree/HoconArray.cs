namespace StreamActors.Hocon;

public sealed class HoconArray(IReadOnlyList<HoconValue> items, ValueOrigin valueOrigin)
    : HoconValue(valueOrigin, 1 + items.Sum(item => item.Weight))
{
    public IReadOnlyList<HoconValue> Items { get; } = items;

    internal override string Kind => "a list";
}
