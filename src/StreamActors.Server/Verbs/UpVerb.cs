using System.Runtime.InteropServices;
using StreamActors.Control;
using StreamActors.Http;

namespace StreamActors.Server;

/// <summary>Serves until SIGTERM or Ctrl-C: locks the folder, opens the node, then the HTTP server, and closes them in reverse.</summary>
internal static class UpVerb
{
    private static readonly TimeSpan LeaseCheckInterval = TimeSpan.FromSeconds(1);

    public static async Task<ExitCode> Run((StreamActorsOptions, string) settings, bool demo)
    {
        var (options, akka) = settings;
        var time = TimeProvider.System;
        using var folder = DataFolder.Hold(options, time.GetUtcNow());
        using var logs = LogOutput.Open(options, time);
        var log = logs.CreateLogger("StreamActors.Server");
        if (folder.IsWritableByOthers)
            log.FolderWritable(folder.Path);
        // Closing the terminal does not stop the server: SIGTERM and Ctrl-C do, in an orderly way.
        using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal =>
        {
            signal.Cancel = true;
            log.TerminalClosed();
        });
        using var systemd = Systemd.Open(Environment.GetEnvironmentVariable, time);
        ManagementHost.Try(options);
        await using var node = await Node.Build(options, akka, folder, logs, time);
        if (node.StartsEmptyWithKey)
            log.KeyWithoutDatabase(folder.File(options.Secrets.MasterKey.File), node.Database.Description);
        await node.Start();
        var web = node.Web;
        using var otlp = Otlp.Begin(options, web.Services.GetRequiredService<FigureMeter>().Begin);
        await using var management = await ManagementHost.Open(options, node, web.Services);
        await Listen(web, options);
        using var local = LocalKeyFile.Write(web.Services.GetRequiredService<LocalKey>(), folder.Path, new Uri(web.Urls.Single()));
        try
        {
            await CompleteStart(options, node, folder, demo, log, systemd);
        }
        catch (OperationCanceledException) when (web.Lifetime.ApplicationStopping.IsCancellationRequested)
        {
            // Stopped before everything was there.
        }
        web.Lifetime.ApplicationStopping.Register(() =>
        {
            systemd.Stopping();
            log.Stopping(options.Shutdown.Grace);
        });
        return await Ended(web, node, time, log);
    }

    /// <summary>Completes a start of a server that listens, and tells the operator how to go on.</summary>
    private static async Task CompleteStart(StreamActorsOptions options, Node node, DataFolder folder, bool demo, ILogger log,
        Systemd systemd)
    {
        var web = node.Web;
        var key = await web.Services.GetRequiredService<FirstKey>().Issue(web.Lifetime.ApplicationStopping);
        var url = web.Urls.Single();
        log.Up(ProgramVersion.Text, url, node.Database.Description);
        await Console.Error.WriteLineAsync(
            $"StreamActors {ProgramVersion.Text} is up: {url} (data in {folder.Path})\nIn another terminal: ./streamactors status");
        if (node.StartsEmptyWithKey)
            await Console.Error.WriteLineAsync(
                $"This server starts empty, though it has a master key ({folder.File(options.Secrets.MasterKey.File)}): nothing was "
                    + $"stored in {node.Database.Description}. If there should be a configuration, stop the server, and put the "
                    + $"database back, name the right one, or restore a backup.");
        if (key is not null)
            await Console.Error.WriteLineAsync($"Your admin key, shown only once and stored nowhere: {key.Reveal()}");
        // A log that many can read is no place for it, after the first start.
        if ((key is not null || !Console.IsErrorRedirected)
            && await web.Services.GetRequiredService<SignInLink>().Offer(web.Lifetime.ApplicationStopping) is { } code)
            await Console.Error.WriteLineAsync($"Sign in to the page with this link, once and within "
                + $"{Duration.Text(SignInLink.Life)}: {PageUrl(url)}/#link={code.Reveal()}");
        if (demo)
            await Console.Error.WriteLineAsync(
                await web.Services.GetRequiredService<DemoStream>().PutOnAir(web.Lifetime.ApplicationStopping) is { } id
                ? $"Starting a test stream: {url}/api/v1/inputs/{id}"
                : "The test stream could not be created; the log says why.");
        systemd.Ready($"Serves at {url}");
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true); // frees 10 of 84 MB
    }

    /// <summary>A browser cannot open the address that stands for all of them.</summary>
    private static string PageUrl(string url) => url.Replace("//0.0.0.0:", "//127.0.0.1:", StringComparison.Ordinal)
        .Replace("//[::]:", "//[::1]:", StringComparison.Ordinal).TrimEnd('/');

    /// <summary>Ended by a signal, or because another node has taken over: then this one must stop, even if healthy.</summary>
    private static async Task<ExitCode> Ended(WebApplication web, Node node, TimeProvider time, ILogger log)
    {
        var ended = web.WaitForShutdownAsync(CancellationToken.None);
        using var timer = new PeriodicTimer(LeaseCheckInterval, time);
        while (node.Lease is not { Lost: true })
        {
            await Task.WhenAny(ended, node.Ended, timer.WaitForNextTickAsync(CancellationToken.None).AsTask());
            if (ended.IsCompleted)
                return ExitCode.Done;
            if (node.Ended.IsCompleted)
                break;
        }
        if (node.Lease is { Lost: true })
            log.TakenOver();
        else
            log.ClusterContinued();
        await web.StopAsync(CancellationToken.None);
        return ExitCode.Failed;
    }

    private static async Task Listen(WebApplication web, StreamActorsOptions options)
    {
        try
        {
            await web.StartAsync(CancellationToken.None);
        }
        catch (IOException failure)
        {
            throw new StartRefusedException(ExitCode.Unavailable,
                $"Listening on {options.Http.Listen} failed ({failure.InnerException?.Message ?? failure.Message}): choose another "
                    + $"address with --http.", failure);
        }
    }
}
