using Microsoft.Extensions.Logging.Abstractions;
using StreamActors.Domain.Reservations;
using StreamActors.Kernel;

namespace StreamActors.Server.Tests;

/// <summary>A node opened with a command line, for what HTTP does not offer.</summary>
internal static class Journals
{
    public static async Task Work(string[] arguments, Func<Node, Task> work)
    {
        var (options, akka) = Settings.ReadAll(CommandLine.Parse(["up", .. arguments]));
        using var folder = DataFolder.Hold(options, DateTimeOffset.UnixEpoch);
        await using var node = await Node.Build(options, akka, folder, NullLoggerFactory.Instance, TimeProvider.System);
        await node.Start();
        await work(node);
    }

    /// <summary>That many reservations, each with one event.</summary>
    public static Task Write(string[] arguments, int from, int count) => Work(arguments, async node =>
    {
        foreach (var id in Enumerable.Range(from, count).Select(Port))
            (await node.Entities.Ask(id, Reserve(), CommandId.Of(id.ToString()))).ShouldBeOfType<Done>();
    });

    public static EntityId Port(int port) => ReservationId.UdpPort(port).EntityId;

    public static Reserve Reserve() => new(new EntityId("input", "studio"), TimeSpan.FromHours(1));
}
