namespace StreamActors.Wire;

/// <summary>One page of a list.</summary>
/// <param name="Page">From 1.</param>
/// <param name="Size">Items per page.</param>
/// <param name="Total">Items on all pages.</param>
public sealed record Listing<T>(IReadOnlyList<T> Items, int Page, int Size, int Total);
