namespace StreamActors.Wire;

/// <summary>Something to configure, as it is sent.</summary>
public interface IDraft
{
    string? Id { get; }

    string? Name { get; }
}
