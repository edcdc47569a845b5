using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using StreamActors.Domain.Access;
using StreamActors.Kernel;
using StreamActors.Wire;

namespace StreamActors.Http;

/// <summary>Writes a full backup.</summary>
/// <param name="passphrase">Encrypts the whole backup, including the master key; null leaves the master key out.</param>
/// <returns>The error, if it failed before the first byte; null on success.</returns>
public delegate Task<string?> BackupTo(Stream to, Secret? passphrase, CancellationToken stop);

/// <summary>/api/v1/backup</summary>
internal sealed class BackupEndpoints(BackupTo backup, ITimeline timeline, ICluster cluster, TimeProvider time) : IEndpoints
{
    /// <summary>
    /// The minimum rate: a client that stops reading would hold a read transaction open, and the journal could not be compacted.
    /// </summary>
    private static readonly MinDataRate Slowest = new(bytesPerSecond: 16 * 1024, gracePeriod: TimeSpan.FromSeconds(30));

    public IEnumerable<Operation> Operations =>
    [
        new("POST", "backup", Role.Admin,
            "A full backup as one file, for streamactors restore. The server keeps accepting changes. The file contains the master key "
                + "only if a passphrase encrypts it.", Write)
        {
            Body = WireJson.Plain.BackupDraft, Sends = BackupDraft.MediaType,
        },
    ];

    private async Task<Outcome> Write(Call call)
    {
        var passphrase = call.Body<BackupDraft>().Passphrase;
        if (passphrase is not null && PasswordChecks.Faults(passphrase, "passphrase").ToList() is { Count: > 0 } faults)
            return Outcome.Invalid(faults);
        if (call.Http.Features.Get<IHttpMinResponseDataRateFeature>() is { } pace)
            pace.MinDataRate = Slowest;
        call.Http.Response.ContentType = BackupDraft.MediaType;
        string? why = null;
        try
        {
            why = await backup(call.Http.Response.Body, passphrase is null ? null : new Secret(passphrase), call.Stop);
        }
        finally // recorded even if aborted: the client has part of the data
        {
            if (why is null)
                timeline.Append(new Moment(time.GetUtcNow(), new EntityId("api", "backup"), cluster.Self, null, call.Principal.Who,
                    new BackupTaken(WithKey: passphrase is not null)));
        }
        return why is null ? Outcome.NoContent : Outcome.Refused("busy", why);
    }
}
