using Microsoft.Extensions.DependencyInjection;
using StreamActors.Control;
using StreamActors.Domain.Access;
using StreamActors.Kernel;

namespace StreamActors.Http.Tests;

/// <summary>Which private keys remain after a rotation of the signing key, with any failure in between.</summary>
public sealed class SigningSpecs : IAsyncLifetime
{
    private ApiServer _api = null!;

    public async Task InitializeAsync() => _api = await ApiServer.Open();

    public async Task DisposeAsync() => await _api.DisposeAsync();

    [Fact]
    public async Task A_change_that_cannot_be_read_back_leaves_the_key_before_to_open_what_it_has_signed()
    {
        var first = await LoggedIn();
        var (order, refused) =
            await Of(new Flaky(Entities) { ReadsThatSucceed = 1 }).Rotate(now: false, NewId(), Origin.System, CancellationToken.None);
        refused.ShouldBeNull();
        order.Name.ShouldNotBeNull();
        (await Me(first)).Is(200);
        (await Keys()).ShouldBe([true, true]);
    }

    [Fact]
    public async Task A_change_of_which_nothing_was_known_is_repeated_and_the_keys_it_put_in_force_stay()
    {
        var first = await LoggedIn();
        (await Of(Entities).Rotate(now: false, NewId(), Origin.System, CancellationToken.None)).Refused.ShouldBeNull();
        var (renewed, command) = (await Renewed(first), NewId());
        (await Of(new Flaky(Entities) { AnswersAreLost = true })
            .Rotate(now: false, command, Origin.System, CancellationToken.None)).Refused.ShouldBeOfType<Unknown>();
        (await Keys()).ShouldBe([true, true, true]);

        // The repeated command changes nothing, but destroys the old keys.
        (await Of(new Flaky(Entities) { ReadsThatSucceed = 1 })
            .Rotate(now: false, command, Origin.System, CancellationToken.None)).Refused.ShouldBeNull();
        (await Keys()).ShouldBe([false, true, true]);
        (await Me(first)).Is(401);
        (await Me(renewed)).Is(200);
        (await Me(await Renewed(renewed))).Is(200);
    }

    [Fact]
    public async Task Of_keys_that_are_changed_twice_at_once_none_is_left_that_opens_nothing()
    {
        await LoggedIn();
        await Task.WhenAll(
            Enumerable.Range(0, 4).Select(_ => Of(Entities).Rotate(now: false, NewId(), Origin.System, CancellationToken.None)));
        (await Keys()).ShouldBe([false, false, false, true, true]);
    }

    [Fact]
    public async Task What_could_not_be_destroyed_is_destroyed_at_the_next_change()
    {
        var first = await LoggedIn();
        var sessions = ActivatorUtilities.CreateInstance<Sessions>(_api.Parts,
            new History(new Unreadable(), _api.Parts.GetRequiredService<IHistory>(), _api.Parts.GetRequiredService<Vocabulary>()));
        var (order, refused) = await sessions.Rotate(now: true, NewId(), Origin.System, CancellationToken.None);
        refused.ShouldBeNull();
        (await Keys()).ShouldBe([true, true]);
        (await Me(first)).Is(401);
        (await Of(Entities)
            .Rotate(now: false, NewId(), Origin.System, CancellationToken.None)).Order.Before.ShouldNotBeNull().Name.ShouldBe(order.Name);
        (await Keys()).ShouldBe([false, true, true]);
    }

    [Fact]
    public async Task A_session_that_cannot_be_looked_into_is_not_taken_for_a_wrong_one()
    {
        var sessions = Of(new Flaky(Entities));
        await Should.ThrowAsync<InvalidOperationException>(async () => await sessions.Find("a.b.c", CancellationToken.None));
        await Should.ThrowAsync<InvalidOperationException>(() => sessions.Open("ann", 0, DateTimeOffset.UnixEpoch, CancellationToken.None));
        (await Keys()).ShouldBeEmpty();
    }

    private IEntities Entities => _api.Node.Entities;

    private Sessions Of(IEntities entities) => ActivatorUtilities.CreateInstance<Sessions>(_api.Parts, entities);

    /// <summary>Whether each key ever used still exists, the oldest first.</summary>
    private async Task<IReadOnlyList<bool>> Keys()
    {
        List<bool> there = [];
        await foreach (var chosen in _api.Node.Journal.Read(SigningId.Tokens, 0, CancellationToken.None))
            there.Add(await _api.Node.Vault.Open(((SigningKeyChosen)chosen.Envelope.Event).Private, CancellationToken.None) is not null);
        return there;
    }

    private async Task<string> LoggedIn()
    {
        (await _api.Post("users", """{"id":"ann","role":"viewer","password":"correct horse battery"}""")).Is(201);
        return Token(await _api.Post("login", """{"user":"ann","password":"correct horse battery"}"""));
    }

    private async Task<string> Renewed(string token) => Token(await _api.Post("me/renew", null, ("Authorization", $"Bearer {token}")));

    private Task<Answer> Me(string token) => _api.Send("GET", "me", null, ("Authorization", $"Bearer {token}"));

    private static string Token(Answer answer) => answer.Is(200).Body.GetProperty("token").GetString()!;

    private static CommandId NewId() => new(Guid.NewGuid());

    /// <summary>Entities with scripted failures.</summary>
    private sealed class Flaky(IEntities entities) : IEntities
    {
        private int _reads;

        public int ReadsThatSucceed { get; init; }

        public bool AnswersAreLost { get; init; }

        public async ValueTask<Reply> Ask(EntityId id, Command command, CommandId commandId, long? expectedVersion = null,
            TimeSpan? deadline = null)
        {
            var reply = await entities.Ask(id, command, commandId, expectedVersion, deadline);
            return AnswersAreLost ? new Unknown("The answer was lost.") : reply;
        }

        public void Tell(EntityId id, Command command, CommandId commandId) => entities.Tell(id, command, commandId);

        public ValueTask<Reading> Read(EntityId id, TimeSpan? deadline = null) =>
            ++_reads > ReadsThatSucceed ? new(new Reading(null, null, 0, new Unknown("It did not answer in time.")))
            : entities.Read(id, deadline);

        public ValueTask<Reply?> FirstReply(EntityId id, CommandId commandId, TimeSpan? deadline = null) =>
            entities.FirstReply(id, commandId, deadline);

        public void Wake(EntityId id) => entities.Wake(id);
    }

    private sealed class Unreadable : IJournal
    {
        public Task Append(EntityId id, long version, Guid writer, IReadOnlyList<Envelope> envelopes) => throw new NotSupportedException();

        public IAsyncEnumerable<Recorded> Read(EntityId id, long after, CancellationToken stop) =>
            throw new IOException("The database is gone.");

        public Task<Snapshot?> LoadSnapshot(EntityId id, CancellationToken stop) => throw new NotSupportedException();

        public Task SaveSnapshot(EntityId id, Snapshot snapshot, CancellationToken stop) => throw new NotSupportedException();
    }
}
