using StreamActors.Hocon;
using StreamActors.Hocon.Shapes;
using StreamActors.Storage;

namespace StreamActors.Server;

/// <summary>From arguments to exit code. Errors an operator can fix are printed as messages; only bugs print a stack trace.</summary>
internal static class Start
{
    public static async Task<int> Guarded(string[] arguments, Func<CommandLine, Task<ExitCode>> run)
    {
        try
        {
            return (int)await run(CommandLine.Parse(arguments));
        }
        catch (Exception refusal) when (CodeOf(refusal) is { } code)
        {
            await Console.Error.WriteLineAsync($"streamactors: {refusal.Message}");
            return (int)code;
        }
        catch (Exception broken)
        {
            await Console.Error.WriteLineAsync($"streamactors failed: {broken}");
            return (int)ExitCode.Failed;
        }
    }

    public static async Task<ExitCode> Say(string text)
    {
        await Console.Out.WriteLineAsync(text);
        return ExitCode.Done;
    }

    private static ExitCode? CodeOf(Exception refusal) => refusal switch
    {
        StartRefusedException start => start.Code,
        HoconException or ConfigurationRefused or MasterKeyRefusedException => ExitCode.Configuration,
        JournalRefusedException or BackupRefusedException => ExitCode.JournalRefused,
        AlreadyRunningException => ExitCode.InUse,
        DatabaseUnavailableException => ExitCode.Unavailable,
        UnauthorizedAccessException => ExitCode.NoPermission, // names the file
        _ => null,
    };
}
