using StreamActors.Domain.Access;
using StreamActors.Kernel;

namespace StreamActors.Http;

/// <summary>
/// Password hashing is slow on purpose: two run at once on this node and a few wait. With more waiting, requests are refused.
/// </summary>
internal sealed class PasswordChecks(IPasswords passwords, ISecrets secrets, IEntities entities) : IDisposable
{
    private const int AtOnce = 2;
    private const int Shortest = 12;
    private const int Longest = 200;

    /// <summary>In the place of a hash: this user has no password yet, and cannot sign in with one.</summary>
    public static readonly Secret Unset = new("unset");

    private readonly SemaphoreSlim _turns = new(AtOnce);
    private readonly Lazy<string> _dummyHash = new(() => passwords.Hash(new Secret(Guid.NewGuid().ToString())));

    /// <summary>How long a request waits for its turn.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);

    public static Outcome Busy =>
        Outcome.Refused("too-many-requests", "Too many passwords and passphrases are being checked at once: try again in a moment.");

    public static IEnumerable<FieldFault> Faults(string password, string field = "password") => password.Length is < Shortest or > Longest
        ? [new FieldFault(field, Secret.Mask, $"{Shortest} to {Longest} characters")]
        : [];

    public async Task<string> Hash(Secret password, CancellationToken stop)
    {
        await _turns.WaitAsync(stop);
        try
        {
            return await Task.Run(() => passwords.Hash(password), stop);
        }
        finally
        {
            _turns.Release();
        }
    }

    /// <summary>Runs other slow work under the same limit. Null: too many are waiting.</summary>
    public async Task<T?> Slowly<T>(Func<T> work, CancellationToken stop)
        where T : class
    {
        if (!await _turns.WaitAsync(Timeout, stop))
            return null;
        try
        {
            return await Task.Run(work, stop);
        }
        finally
        {
            _turns.Release();
        }
    }

    /// <summary>Takes as long for an unknown user. Null: too many are waiting.</summary>
    public async Task<bool?> IsRight(UserState? user, Secret password, CancellationToken stop)
    {
        if (!await _turns.WaitAsync(Timeout, stop))
            return null;
        try
        {
            var hash = user?.Password is { } box ? await secrets.Open(box, stop) : null;
            if (hash?.Equals(Unset) == true)
                hash = null;
            var right = await Task.Run(() => passwords.IsRight(password, hash?.Reveal() ?? _dummyHash.Value), stop);
            return right && hash is not null;
        }
        finally
        {
            _turns.Release();
        }
    }

    public async Task<bool> IsUnset(UserState user, CancellationToken stop) =>
        user.Password is { } box && (await secrets.Open(box, stop))?.Equals(Unset) == true;

    public async Task<Reply> Change(EntityId user, Secret password, Origin origin, CommandId command, CancellationToken stop)
    {
        var box = await secrets.Seal(new Secret(await Hash(password, stop)), stop);
        var reply = await entities.Ask(user, new ChangePassword(box) { Origin = origin }, command);
        if (reply is Refused)
            await secrets.Destroy(box, CancellationToken.None);
        return reply;
    }

    public void Dispose() => _turns.Dispose();
}
