namespace StreamActors.Wire;

public interface IDraft
{
    string? Id { get; }

    string? Name { get; }
}
