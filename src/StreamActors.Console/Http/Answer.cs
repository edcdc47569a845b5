using System.Text.Json;

namespace StreamActors.Cli;

/// <summary>What the server sent.</summary>
internal sealed class Answer(int status, byte[] body)
{
    private Seen? _json;

    public int Status => status;

    public byte[] Body => body;

    /// <exception cref="VerbFailedException">It is no JSON, so it is no server of ours.</exception>
    public Seen Json
    {
        get
        {
            try
            {
                return _json ??= new Seen(JsonDocument.Parse(body).RootElement);
            }
            catch (JsonException)
            {
                throw new VerbFailedException(ExitCode.Unreachable, "The answer is not JSON, so this is not a StreamActors server.", "Give the right address with --server URL or --context NAME.");
            }
        }
    }
}
