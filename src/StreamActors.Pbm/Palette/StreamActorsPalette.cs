using Petabridge.Cmd;

namespace StreamActors.Pbm;

internal static class StreamActorsPalette
{
    public static readonly CommandDefinition Status = new CommandDefinitionBuilder()
        .WithName("status").WithDescription("The state of this node, and the other nodes it sees.").Build();

    public static readonly CommandDefinition Entities = new CommandDefinitionBuilder()
        .WithName("entities").WithDescription("The entities of a kind, page by page.")
        .WithArgument(a => a.WithName("kind").WithDescription("Which kind.").IsMandatory(true).WithSwitch("-k"))
        .WithArgument(a => a.WithName("after").WithDescription("The last id of the page before.").IsMandatory(false).WithSwitch("-a"))
        .Build();

    public static readonly CommandDefinition Where = new CommandDefinitionBuilder()
        .WithName("where").WithDescription("The node an entity is active on.")
        .WithArgument(a => a.WithName("id").WithDescription("kind/id").IsMandatory(true).WithSwitch("-i"))
        .Build();

    public static readonly CommandDefinition Journal = new CommandDefinitionBuilder()
        .WithName("journal").WithDescription("The position of the journal and of its readers.").Build();

    public static readonly CommandPalette Palette = new(Verbs.Palette, [Status, Entities, Where, Journal]);
}
