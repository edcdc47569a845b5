using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using StreamActors.Control;
using StreamActors.Domain.Access;
using StreamActors.Kernel;

namespace StreamActors.Http.Tests;

/// <summary>Anonymous requests cause no database query on a node of a cluster.</summary>
public sealed class AuthorizerSpecs : IAsyncLifetime
{
    private readonly LocalKey _local = new();
    private readonly Authorizer _authorizer;
    private readonly Catalogue _catalogue;
    private int _asked;

    public AuthorizerSpecs()
    {
        var rules = new AuthorizerRules();
        _catalogue =
            new Catalogue([], new Silent(), End, new OtherWriters(true, () => { }), TimeProvider.System, NullLogger<Catalogue>.Instance);
        _authorizer =
            new Authorizer(rules, _local, new ApiKeys(null!, _catalogue, TimeProvider.System), null!, _catalogue, new RateLimits(rules));
    }

    public async Task InitializeAsync()
    {
        await _catalogue.StartAsync(CancellationToken.None);
        await _catalogue.Ready;
        _asked = 0;
    }

    public Task DisposeAsync() => _catalogue.StopAsync(CancellationToken.None);

    [Fact]
    public async Task Anonymous_requests_cause_no_database_query()
    {
        (await Admit(null, Role.Viewer)).Refused!.Status.ShouldBe(401);
        (await Admit(null, needs: null)).Refused.ShouldBeNull();
        _asked.ShouldBe(0);
    }

    [Fact]
    public async Task Whoever_is_known_is_told_what_other_nodes_have_stored()
    {
        (await Admit(_local.Reveal(), Role.Admin)).Refused.ShouldBeNull();
        _asked.ShouldBe(1);
    }

    [Fact]
    public async Task An_unknown_key_may_be_a_moment_old_so_it_is_looked_for_until_there_were_too_many_wrong_ones()
    {
        for (var n = 0; n < 100; n++)
            (await Admit("sa_0123456789ab_wrong", Role.Viewer)).Refused!.Status.ShouldBeOneOf(401, 429);
        _asked.ShouldBeInRange(1, 60);
    }

    private async Task<(Principal Principal, Outcome? Refused)> Admit(string? key, Role? needs)
    {
        var http = new DefaultHttpContext();
        if (key is not null)
            http.Request.Headers["X-API-Key"] = key;
        return await _authorizer.Admit(http, needs, "inputs");
    }

    private Task<long> End(CancellationToken stop)
    {
        _asked++;
        return Task.FromResult(0L);
    }

    private sealed class Silent : ICommittedFeed
    {
        public async IAsyncEnumerable<Recorded> Follow(long after,
            [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop)
        {
            await Task.Delay(Timeout.Infinite, stop);
            yield break;
        }
    }
}
