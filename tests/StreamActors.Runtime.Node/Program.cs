using StreamActors.Runtime.Tests;

// NAME CONNECTION-STRING SEED [STAGE]: joins, prints "up", and leaves on SIGTERM or when it is downed. With the socket of a test's stage,
// entities live only here and use that stage.

if (args is not [var name, var connectionString, var seed, .. var more])
    throw new ArgumentException("NAME CONNECTION-STRING SEED [STAGE]", nameof(args));
ThreadPool.SetMinThreads(32, 32); // each blocked decider or effect holds a thread
var database = SqlStore.At(connectionString);
await using var node = more is [var recorder] ? await AtHome(await RemoteRecorder.At(recorder)) : await Alone();
await Console.Out.WriteLineAsync("up");
await node.Gone();

Task<TestNode> Alone()
{
    var pace = new Pace(TimeSpan.FromMinutes(10), new BackOff(TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(1)),
        TimeSpan.FromMinutes(10));
    return TestNode.Start(name, database, Purses.Kinds(new EffectRecorder(), pace), TimeProvider.System, () => 0.5, seed);
}

async Task<TestNode> AtHome(RemoteRecorder recorder)
{
    var home = await TestNode.Start(
        name, database, Purses.Kinds(recorder, TestNode.Pace), recorder.Clock, recorder.Chance, seed, ["home"], TestNode.OnlyAtHome,
        over: recorder.Over);
    await home.Store.Remember(home.Runtime.Entities);
    return home;
}
