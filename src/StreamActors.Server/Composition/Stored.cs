using StreamActors.Kernel;
using StreamActors.Storage;

namespace StreamActors.Server;

/// <summary>What has to be opened before anything else is made: the database, this node's lease on it, and the vault.</summary>
/// <param name="Lease">Null on SQLite, where the lock of the data folder does its work.</param>
/// <param name="IsEmptyWithKey">Nothing was stored here before, and yet there was a master key.</param>
internal sealed record Stored(Vocabulary Words, IDatabase Database, NodeLease? Lease, Vault Vault, bool IsEmptyWithKey)
{
    public static async Task<Stored> Open(
        StreamActorsOptions options, Closing closing, DataFolder folder, ILoggerFactory logs, TimeProvider time)
    {
        var words = Server.Words.Vocabulary();
        var database = closing.Add(Databases.Open(options, folder, logs));
        var hadKey = Databases.HasKeyFile(options, folder);
        var isEmptyBesideKey = await JournalOpening.Run(database, words, time, CancellationToken.None) == 0 && hadKey;
        NodeLease? lease = null;
        if (database is PostgresDatabase postgres)
        {
            var runtime = options.Cluster.IsAlone ? NodeIdentity.Alone : NodeIdentity.Cluster;
            var self = new NodeIdentity(options.Node, $"http://{options.Http.Listen}", runtime, Environment.ProcessId, time.GetUtcNow());
            var log = logs.CreateLogger<NodeLease>();
            lease = closing.Add(await NodeLease.Take(database, self, BootClocks.System, time, log, CancellationToken.None));
            postgres.WriteUnder(lease);
        }
        var key = Databases.KeyOf(options.Secrets.MasterKey, folder)!;
        var previous = Databases.KeyOf(options.Secrets.PreviousMasterKey, folder);
        var vault = closing.Add(await Vault.Open(database, key, previous, time, CancellationToken.None));
        return new Stored(words, database, lease, vault, isEmptyBesideKey);
    }
}
