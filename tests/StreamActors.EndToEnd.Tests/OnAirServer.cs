namespace StreamActors.EndToEnd.Tests;

/// <summary>The server with the settings of these tests: peers on this machine, and short restart delays.</summary>
internal static class OnAirServer
{
    public static Task<LiveServer> Start(params string[] more) => LiveServer.Start(
        ["--streamactors.media.reach=loopback", "--streamactors.media.restart.longest-delay=2s", .. more]);
}
