using Microsoft.Extensions.Logging;

namespace StreamActors.Ffmpeg;

/// <summary>A gateway for pulls that began outside, and one for those that began in the house. A pull that was allowed more needs none.</summary>
public sealed class PullGateways(TargetGuard guard, ILogger<PullGateway>? logger = null) : IAsyncDisposable
{
    private readonly PullGateway _outside = new(guard, Reach.Public, logger);
    private readonly PullGateway _house = new(guard, Reach.Private, logger);

    /// <returns>The proxy's URL, or null where the pull may go anywhere.</returns>
    public Uri? For(Reach reach) => reach switch
    {
        Reach.Public => _outside.Address,
        Reach.Private => _house.Address,
        _ => null,
    };

    public async ValueTask DisposeAsync()
    {
        await _outside.DisposeAsync();
        await _house.DisposeAsync();
    }
}
