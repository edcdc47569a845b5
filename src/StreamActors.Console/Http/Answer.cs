using System.Text.Json;

namespace StreamActors.Cli;

internal sealed class Answer(int status, byte[] body)
{
    private JsonView? _json;

    public int Status => status;

    public byte[] Body => body;

    /// <exception cref="VerbFailedException">It is not JSON, so not from a StreamActors server.</exception>
    public JsonView Json
    {
        get
        {
            try
            {
                return _json ??= new JsonView(JsonDocument.Parse(body).RootElement);
            }
            catch (JsonException)
            {
                throw new VerbFailedException(ExitCode.Unreachable, "The answer is not JSON, so this is not a StreamActors server.",
                    "Give the right address with --server URL or --context NAME.");
            }
        }
    }
}
