namespace StreamActors.Wire;

/// <summary>A configured resource, as it is sent.</summary>
public interface IDraft
{
    string? Id { get; }

    string? Name { get; }
}
