using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using StreamActors.Domain.Access;
using StreamActors.Kernel;
using StreamActors.Wire;

namespace StreamActors.Http;

/// <summary>Writes everything that is stored.</summary>
/// <param name="passphrase">Seals the whole of it, the master key in it; null leaves the master key out.</param>
/// <returns>Why not, before the first byte; null where all is written.</returns>
public delegate Task<string?> BackupTo(Stream to, Secret? passphrase, CancellationToken stop);

/// <summary>/api/v1/backup: for another machine, or another day.</summary>
internal sealed class BackupEndpoints(BackupTo backup, ITimeline timeline, ICluster cluster, TimeProvider time) : IEndpoints
{
    /// <summary>Whoever asks and does not read holds on to the journal as it was: what is written since cannot be cleared up meanwhile.</summary>
    private static readonly MinDataRate Slowest = new(bytesPerSecond: 16 * 1024, gracePeriod: TimeSpan.FromSeconds(30));

    public IEnumerable<Operation> Operations =>
    [
        new("POST", "backup", Role.Admin, "Everything that is stored, as one file for streamactors restore. Writes go on meanwhile. The master key is in the file only where a passphrase encrypts it.", Write)
        {
            Body = WireJson.Plain.BackupDraft, Sends = BackupDraft.MediaType,
        },
    ];

    private async Task<Outcome> Write(Call call)
    {
        var passphrase = call.Body<BackupDraft>().Passphrase;
        if (passphrase is not null && PasswordDesk.Faults(passphrase, "passphrase").ToList() is { Count: > 0 } faults)
            return Outcome.Invalid(faults);
        if (call.Http.Features.Get<IHttpMinResponseDataRateFeature>() is { } pace)
            pace.MinDataRate = Slowest;
        call.Http.Response.ContentType = BackupDraft.MediaType;
        string? why = null;
        try
        {
            why = await backup(call.Http.Response.Body, passphrase is null ? null : new Secret(passphrase), call.Stop);
        }
        finally // cut off in the midst, somebody has half of it
        {
            if (why is null)
                timeline.Append(new Moment(time.GetUtcNow(), new EntityId("api", "backup"), cluster.Self, null, call.Principal.Who, new BackupTaken(WithKey: passphrase is not null)));
        }
        return why is null ? Outcome.NoContent : Outcome.Refused("busy", why);
    }
}
