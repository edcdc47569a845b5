namespace StreamActors.Wire;

/// <summary>One page of a list.</summary>
/// <param name="Page">From 1.</param>
/// <param name="Size">How many a page holds.</param>
/// <param name="Total">How many there are on all pages.</param>
public sealed record Listing<T>(IReadOnlyList<T> Items, int Page, int Size, int Total);
