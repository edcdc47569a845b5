using StreamActors.Domain.Alerts;
using StreamActors.Kernel;

namespace StreamActors.Control;

/// <summary>On every node: records which nodes are present, for the next evaluating node, and reports the free disk space.</summary>
public sealed class NodeReport(NodePresence nodePresence, ITelemetry telemetry, string node, string folder, TimeProvider time,
    ILogger<NodeReport> log) : BackgroundService
{
    private const int DiskEvery = 10;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(AlertLoop.Interval, time);
        var round = 0;
        do
        {
            nodePresence.Call(time.GetUtcNow());
            if (round++ % DiskEvery == 0)
                Report();
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private void Report()
    {
        try
        {
            var disk = new DriveInfo(folder);
            telemetry.Publish(HostFigures.Topic, node, new HostFigures(time.GetUtcNow(), disk.TotalSize, disk.AvailableFreeSpace));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            DiskNotRead(log, failure);
        }
    }

    private static readonly Action<ILogger, Exception?> DiskNotRead =
        LoggerMessage.Define(LogLevel.Warning, default, "The free disk space could not be read; trying again in ten seconds.");
}
