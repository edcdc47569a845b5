namespace StreamActors.Kernel;

/// <summary>User passwords, stored as slow hashes. Hashing is slow here too: limit how many run at once.</summary>
public interface IPasswords
{
    string Hash(Secret password);

    bool IsRight(Secret password, string hash);
}
