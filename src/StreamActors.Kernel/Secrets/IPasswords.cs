namespace StreamActors.Kernel;

/// <summary>Passwords of people, kept as hashes that are slow to try out. Slow here too: never many at once.</summary>
public interface IPasswords
{
    string Hash(Secret password);

    bool IsRight(Secret password, string hash);
}
