namespace StreamActors.EndToEnd.Tests;

/// <summary>The server as these tests want it: its peers are on this machine, and it comes back soon.</summary>
internal static class OnAirServer
{
    public static Task<LiveServer> Start(params string[] more) => LiveServer.Start(
        ["--streamactors.media.reach=loopback", "--streamactors.media.restart.longest-delay=2s", .. more]);
}
