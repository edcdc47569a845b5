using StreamActors.Benchmarks;
using StreamActors.Benchmarks.OnAir;

// dotnet run -c Release --project tests/StreamActors.Benchmarks [name …]              all of them without a name
// dotnet run -c Release --project tests/StreamActors.Benchmarks on-air [fan] [1-18 …]   the numbers of the data plane
switch (args)
{
    case ["on-air", ..]:
        return await Numbers.Run(args[1..]);
    case ["figures", var folder]:
        await StreamActors.Benchmarks.Http.FigureServer.Run(folder);
        return 0;
    case ["fan", ..]:
        return Fan.Run(args[1..]);
    case ["node", var name, var connection, var join]:
        await MemberProgram.Run(name, connection, join);
        return 0;
}

Dictionary<string, Func<Task>> benchmarks = new(StringComparer.Ordinal)
{
    ["asks"] = Asks.Run,
    ["idle"] = IdleEntities.Run,
    ["stored"] = StoredEvents.Run,
    ["wake"] = WakeUp.Run,
    ["relay"] = Relays.Run,
    ["http"] = StreamActors.Benchmarks.Http.Requests.Run,
    ["posts"] = StreamActors.Benchmarks.Http.Requests.Posts,
    ["commits"] = StreamActors.Benchmarks.Http.Commits.Run,
    ["lists"] = StreamActors.Benchmarks.Http.Requests.Lists,
    ["start"] = StreamActors.Benchmarks.Http.Starting.Run,
    ["live"] = StreamActors.Benchmarks.Http.LiveClients.Run,
    ["comeback"] = Comebacks.Run,
    ["kills"] = Kills.Run,
    ["falsedowns"] = FalseDowns.Run,
};

if (!SlowSync.IsOn)
{
    Console.WriteLine("| what | figure |");
    Console.WriteLine("|---|---|");
}
foreach (var name in args.Length > 0 ? args : [.. benchmarks.Keys])
{
    if (!benchmarks.TryGetValue(name, out var run))
    {
        Console.Error.WriteLine($"There is no benchmark '{name}'. Known: {string.Join(", ", benchmarks.Keys)}.");
        return 1;
    }
    await run();
}
return 0;
