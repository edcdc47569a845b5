using System.Security.Cryptography;
using StreamActors.Domain.Inputs;
using StreamActors.Kernel;
using StreamActors.Wire;

namespace StreamActors.Control;

/// <summary>Starts a test pattern stream as a demo.</summary>
public sealed class DemoStream
{
    private const string Id = "demo";

    private readonly InputEditor _editor;
    private readonly IEntities _entities;
    private readonly Catalogue _catalogue;

    public DemoStream(InputEditor editor, IEntities entities, Catalogue catalogue) =>
        (_editor, _entities, _catalogue) = (editor, entities, catalogue);

    /// <summary>Created the first time, switched on after that.</summary>
    /// <returns>The id of its input; null if it could not be created.</returns>
    public async Task<string?> PutOnAir(CancellationToken stop)
    {
        var draft = new InputDraft
        {
            Id = Id,
            Name = "Demo",
            On = true,
            Address = new AddressDraft
            {
                Url = "test://bars",
                Options = new Dictionary<string, string>(StringComparer.Ordinal) { ["size"] = "640x360", ["bitrate"] = "1000000" },
            },
        };
        var (id, reply) = await _editor.Create(draft, new CommandContext(
            new CommandId(new Guid(RandomNumberGenerator.GetBytes(16))), Origin.System, stop) { IsFirst = true });
        if (reply is Refused { Refusal.Code: "exists" })
            (id, reply) =
                (new InputId(Id).EntityId, await _entities.Ask(new InputId(Id).EntityId, new SwitchInput(true), CommandId.Nameless));
        if (reply is not Done done)
            return null;
        await _catalogue.Learn(id, done, Origin.System.Who);
        return Id;
    }
}
