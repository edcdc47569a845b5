using Microsoft.Extensions.Logging.Abstractions;
using StreamActors.Domain.Reservations;
using StreamActors.Kernel;

namespace StreamActors.Server.Tests;

/// <summary>A house opened as a command line says, for what cannot be asked through its door.</summary>
internal static class Journals
{
    public static async Task Work(string[] arguments, Func<House, Task> work)
    {
        var (options, akka) = Settings.ReadAll(CommandLine.Parse(["up", .. arguments]));
        using var folder = DataFolder.Hold(options, DateTimeOffset.UnixEpoch);
        await using var house = await House.Open(options, akka, folder, NullLoggerFactory.Instance, TimeProvider.System);
        await work(house);
    }

    /// <summary>So many reservations, each with one event.</summary>
    public static Task Write(string[] arguments, int from, int count) => Work(arguments, async house =>
    {
        foreach (var id in Enumerable.Range(from, count).Select(Port))
            (await house.Entities.Ask(id, Reserve(), CommandId.Of(id.ToString()))).ShouldBeOfType<Done>();
    });

    public static EntityId Port(int port) => ReservationId.UdpPort(port).EntityId;

    public static Reserve Reserve() => new(new EntityId("input", "studio"), TimeSpan.FromHours(1));
}
