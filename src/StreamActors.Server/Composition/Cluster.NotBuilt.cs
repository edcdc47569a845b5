namespace StreamActors.Server;

/// <summary>In the place of the cluster, where this program was built without it.</summary>
internal static class Cluster
{
    public static Task<Carrier> Start(Ground _) => throw new StartRefusedException(
        ExitCode.Configuration,
        "streamactors.runtime = cluster, but this program was built without Akka.NET. Start it with WITH_AKKA=true ./streamactors up …, or build it with: dotnet build src/StreamActors.Server -c Release -p:WithAkka=true");
}
