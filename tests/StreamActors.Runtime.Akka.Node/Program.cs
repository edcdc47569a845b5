using StreamActors.Runtime.Akka.Tests;

// NAME CONNECTION-STRING SEED: joins, says "up" on its output, and leaves on SIGTERM or when it is downed.

if (args is not [var name, var connectionString, var seed])
    throw new ArgumentException("NAME CONNECTION-STRING SEED", nameof(args));
var stage = new Stage();
var pace = new Pace(TimeSpan.FromMinutes(10), new BackOff(TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(1)), TimeSpan.FromMinutes(10));
var database = SqlStore.At(connectionString);
await using var node = await TestNode.Start(name, database, Purses.Kinds(stage, pace), TimeProvider.System, () => 0.5, seed);
await Console.Out.WriteLineAsync("up");
await node.Gone();
