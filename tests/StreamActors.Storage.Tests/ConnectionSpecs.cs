using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using StreamActors.Testing;

namespace StreamActors.Storage.Tests;

/// <summary>Several nodes and other programs share one PostgreSQL, which by default accepts 100 connections.</summary>
public sealed class ConnectionSpecs
{
    [Theory]
    [InlineData("", 20)]
    [InlineData(";Maximum Pool Size=3", 3)]
    [InlineData(";MaxPoolSize=4", 4)]
    [InlineData(";Minimum Pool Size=25", 25)]
    public async Task However_many_read_at_once_no_more_connections_are_opened_than_are_one_node_s_share(string said, int most)
    {
        await using var database =
            new PostgresDatabase(await (await PostgresServer.Shared()).NewDatabase() + said, NullLogger<PostgresDatabase>.Instance);
        ConcurrentDictionary<int, bool> seen = [];
        await Task.WhenAll(Enumerable.Range(0, 300).Select(_ => database.Read(async connection =>
        {
            await using var command = connection.CreateCommand();
            command.CommandText = "SELECT pg_backend_pid(), pg_sleep(0.01)";
            seen[Convert.ToInt32(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture)] = true;
            return 0;
        }, CancellationToken.None)));
        seen.Count.ShouldBeInRange(2, most);
    }
}
