using System.Security.Cryptography;
using System.Text;
using StreamActors.Control;
using StreamActors.Domain.Access;
using StreamActors.Kernel;

namespace StreamActors.Http;

/// <summary>
/// A code of this start of the server, with which the first administrator signs in to the page: once, and within 15 minutes. It is offered
/// while there is no other user than that one, without a password yet.
/// </summary>
public sealed class SignInLink : IDisposable
{
    public const string FirstUser = "admin";

    public static readonly TimeSpan Life = TimeSpan.FromMinutes(15);

    private readonly SemaphoreSlim _turn = new(1);
    private readonly IEntities _entities;
    private readonly ISecrets _secrets;
    private readonly Catalogue _catalogue;
    private readonly PasswordChecks _passwords;
    private readonly TimeProvider _time;
    private (byte[] Code, long From)? _offered;

    internal SignInLink(IEntities entities, ISecrets secrets, Catalogue catalogue, PasswordChecks passwords, TimeProvider time) =>
        (_entities, _secrets, _catalogue, _passwords, _time) = (entities, secrets, catalogue, passwords, time);

    /// <returns>The code, to be shown once; null if somebody can sign in with a password already.</returns>
    public async Task<Secret?> Offer(CancellationToken stop)
    {
        await _catalogue.Ready.WaitAsync(stop);
        if (!await IsFirst(stop))
            return null;
        var code = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(20));
        _offered = (Encoding.ASCII.GetBytes(code), _time.GetTimestamp());
        return new Secret(code);
    }

    /// <returns>The user to open a session for; null if the code is not the offered one, was used or is too old.</returns>
    internal async Task<UserState?> Use(string code, Call call)
    {
        await _turn.WaitAsync(call.Stop);
        try
        {
            if (_offered is not { } offered || _time.GetElapsedTime(offered.From) > Life
                || !CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(code), offered.Code))
                return null;
            await _catalogue.CatchUp(call.Stop);
            var user = await IsFirst(call.Stop) ? First ?? await Create(call) : null;
            if (user is not null)
                _offered = null;
            return user;
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    private UserState? First =>
        _catalogue.Find(new UserId(FirstUser).EntityId)?.Order is UserState { IsThere: true, Role: Role.Admin, Disabled: false } user
        ? user : null;

    private async Task<bool> IsFirst(CancellationToken stop)
    {
        var users = _catalogue.All(UserId.Kind).Where(e => e.Order is UserState { IsThere: true }).ToList();
        return users.Count == 0 || (users.Count == 1 && users[0].Id.Id == FirstUser && First is { } first
            && await _passwords.IsUnset(first, stop));
    }

    private async Task<UserState?> Create(Call call)
    {
        var id = new UserId(FirstUser).EntityId;
        var box = await _secrets.Seal(PasswordChecks.Unset, call.Stop);
        var reply = await _entities.Ask(id, new CreateUser(Role.Admin, box) { Origin = new Origin(Principal.Local.Who) }, call.Command);
        if (reply is not Done done)
        {
            if (reply is Refused)
                await _secrets.Destroy(box, CancellationToken.None);
            else
                throw new InvalidOperationException("The first administrator could not be stored: open the link again.");
            return null;
        }
        await _catalogue.Learn(id, done, Principal.Local.Who);
        return First;
    }
}
