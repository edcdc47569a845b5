using Akka.Actor;
using Petabridge.Cmd.Host;

// The part of Petabridge.Cmd's public interface that the palette uses, by its public documentation and callers (1.4): the package is
// closed source and not in every registry. It opens no port; a test calls the handlers as the host would.
namespace Petabridge.Cmd
{
    public sealed class Command(string name, params (string Switch, string Value)[] arguments)
    {
        public string Name => name;

        public IEnumerable<Tuple<string, string>> Arguments => arguments.Select(a => Tuple.Create(a.Switch, a.Value));
    }

    public sealed class ArgumentDefinition
    {
        public string Name { get; set; } = "";

        public string Description { get; set; } = "";

        public bool IsMandatory { get; set; }

        public HashSet<string> Switch { get; } = new(StringComparer.Ordinal);
    }

    public sealed class ArgumentDefinitionBuilder
    {
        public ArgumentDefinition Built { get; } = new();

        public ArgumentDefinitionBuilder WithName(string name) => With(a => a.Name = name);

        public ArgumentDefinitionBuilder WithDescription(string description) => With(a => a.Description = description);

        public ArgumentDefinitionBuilder IsMandatory(bool mandatory) => With(a => a.IsMandatory = mandatory);

        public ArgumentDefinitionBuilder WithSwitch(string word) => With(a => a.Switch.Add(word));

        private ArgumentDefinitionBuilder With(Action<ArgumentDefinition> change)
        {
            change(Built);
            return this;
        }
    }

    public sealed record CommandDefinition(
        string Name, string Description, IReadOnlyDictionary<string, ArgumentDefinition> ArgumentsByName);

    public sealed class CommandDefinitionBuilder
    {
        private readonly Dictionary<string, ArgumentDefinition> _arguments = new(StringComparer.Ordinal);
        private string _name = "";
        private string _description = "";

        public CommandDefinitionBuilder WithName(string name)
        {
            _name = name;
            return this;
        }

        public CommandDefinitionBuilder WithDescription(string description)
        {
            _description = description;
            return this;
        }

        public CommandDefinitionBuilder WithArgument(Func<ArgumentDefinitionBuilder, ArgumentDefinitionBuilder> build)
        {
            var argument = build(new ArgumentDefinitionBuilder()).Built;
            _arguments.Add(argument.Name, argument);
            return this;
        }

        public CommandDefinition Build() => new(_name, _description, _arguments);
    }

    public sealed record CommandPalette(string ModuleName, IEnumerable<CommandDefinition> Commands);

    public class CommandResponse(string message, bool final = true)
    {
        public string Message => message;

        public bool Final => final;
    }

    public sealed class ErroredCommandResponse(string message) : CommandResponse(message);
}

namespace Petabridge.Cmd.Host
{
    public sealed class PetabridgeCmd(ActorSystem system) : IExtension
    {
        public ActorSystem Sys => system;

        public List<CommandPaletteHandler> Registered { get; } = [];

        public bool IsStarted { get; private set; }

        public static PetabridgeCmd Get(ActorSystem system) => (PetabridgeCmd)system.RegisterExtension(new Provider());

        public bool RegisterCommandPalette(CommandPaletteHandler handler)
        {
            Registered.Add(handler);
            handler.OnRegister(this);
            return true;
        }

        public void Start() => IsStarted = true;

        private sealed class Provider : ExtensionIdProvider<PetabridgeCmd>
        {
            public override PetabridgeCmd CreateExtension(ExtendedActorSystem system) => new(system);
        }
    }

    public abstract class CommandPaletteHandler(CommandPalette palette)
    {
        public CommandPalette Palette => palette;

        public abstract Props HandlerProps { get; }

        public virtual void OnRegister(PetabridgeCmd plugin)
        {
            // The real one keeps it.
        }
    }

    public abstract class CommandHandlerActor : UntypedActor
    {
        private readonly CommandPalette _palette;
        private readonly Dictionary<string, Action<Command>> _handlers = new(StringComparer.Ordinal);

        protected CommandHandlerActor(CommandPalette palette) => _palette = palette;

        protected void Process(string name, Action<Command> handler)
        {
            if (_palette.Commands.All(c => c.Name != name))
                throw new ArgumentException($"The palette '{_palette.ModuleName}' has no command '{name}'.", nameof(name));
            _handlers.Add(name, handler);
        }

        protected override void OnReceive(object message)
        {
            if (message is Command command && _handlers.TryGetValue(command.Name, out var handler))
                handler(command);
            else
                Unhandled(message);
        }
    }
}
