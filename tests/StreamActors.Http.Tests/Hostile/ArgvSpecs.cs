using StreamActors.Control;
using StreamActors.Testing.Peers;

namespace StreamActors.Http.Tests.Hostile;

/// <summary>
/// All users of a machine can read its process list. FFmpeg takes keys and passphrases only as arguments: that is the one known exposure,
/// with driver=ffmpeg. The arguments of the server and of all other programs contain none.
/// </summary>
public sealed class ArgvSpecs
{
    private const string Canary = "canary-4711";
    private const string Native = "sparrow-4711";

    [Fact]
    public async Task No_secret_is_in_the_arguments_of_the_server_or_of_what_it_starts_but_FFmpeg()
    {
        await using var server = await LiveServer.Start("--streamactors.media.reach=loopback");
        await server.Input("in", "test://");
        await server.Output("out", "in", "rtmp://127.0.0.1:9/app", ("!key", Canary), ("driver", "ffmpeg"));
        await server.Output("native", "in", "rtmp://127.0.0.1:9/app", ("!key", Native));
        await server.Input("pull", "srt://127.0.0.1:9", ("driver", "ffmpeg"), ("!passphrase", $"{Canary}-pass"));
        var (family, ffmpeg) = (new HashSet<string>(StringComparer.Ordinal), false);
        await ApiServer.Until(() =>
        {
            foreach (var id in server.Ids.SelectMany(SocketTable.Tree))
            {
                var words = Read($"/proc/{id}/cmdline");
                ffmpeg |= words.Contains(Canary, StringComparison.Ordinal);
                words.ShouldNotContain(Native);
                var program = Path.GetFileName(words.Split('\0')[0]);
                if (program is not ("ffmpeg" or "setpriv")) // setpriv becomes FFmpeg, with the same arguments
                    family.Add(words);
            }
            return Task.FromResult(ffmpeg && server.Story.Contains("nothing listens at that address", StringComparison.Ordinal));
        });
        family.ShouldNotBeEmpty();
        family.ShouldAllBe(words => !words.Contains(Canary, StringComparison.Ordinal));
        server.Story.ShouldNotContain(Canary);
        server.Story.ShouldNotContain(Native);
    }

    private static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
