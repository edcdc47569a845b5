using System.Collections.Concurrent;
using StreamActors.Domain.Addresses;
using StreamActors.Domain.Inputs;
using StreamActors.Kernel;

namespace StreamActors.Streaming.Tests;

/// <summary>Inputs with their own decider, without a runtime and a journal. All are on.</summary>
internal sealed class TestInputs : IEntities
{
    private readonly ConcurrentDictionary<EntityId, (Lock Gate, Activation Activation)> _inputs = new();

    /// <summary>Called before each command is decided.</summary>
    public Action<Command> Before { get; set; } = _ => { };

    /// <summary>Else what is asked is carried out without a reply.</summary>
    public bool Answers { get; set; } = true;

    public ConcurrentQueue<Happening> Happened { get; } = new();

    public void Create(string input, Address address)
    {
        var (id, config) = (new InputId(input).EntityId, new InputConfig(input, address, On: true));
        if (Carry(id, new CreateInput(config)) is Refused)
            Carry(id, new EditInput(config));
    }

    public IEnumerable<(string, Address)> On =>
        _inputs.Select(i => (i.Key.Id, ((InputState)i.Value.Activation.Order).Config!.Address));

    /// <summary>What has happened until then is in <see cref="Happened"/>.</summary>
    public InputState Order(string input)
    {
        var (gate, activation) = Of(new InputId(input).EntityId);
        lock (gate)
            return (InputState)activation.Order;
    }

    public ValueTask<Reply> Ask(EntityId id, Command command, CommandId commandId, long? expectedVersion = null, TimeSpan? deadline = null)
    {
        Before(command);
        if (Of(id).Activation.Version == 0) // a test that is not about publishers
            Create(id.Id, new Address("test://"));
        var reply = Carry(id, command);
        return ValueTask.FromResult(Answers ? reply : new Unknown("Request timed out."));
    }

    public void Tell(EntityId id, Command command, CommandId commandId) => Carry(id, command);

    public ValueTask<Reading> Read(EntityId id, TimeSpan? deadline = null) => throw new NotSupportedException();

    public ValueTask<Reply?> FirstReply(EntityId id, CommandId commandId, TimeSpan? deadline = null) => throw new NotSupportedException();

    public void Wake(EntityId id) => throw new NotSupportedException();

    private (Lock Gate, Activation Activation) Of(EntityId id) =>
        _inputs.GetOrAdd(id, static id => (new Lock(), new Activation(InputKind.Kind, id)));

    private Reply Carry(EntityId id, Command command)
    {
        var (gate, activation) = Of(id);
        lock (gate)
        {
            switch (activation.Evaluate(new Delivery(command, CommandId.Nameless), DateTimeOffset.UtcNow))
            {
                case Commit commit:
                    activation.Apply(commit);
                    foreach (var happening in commit.Envelopes.Select(e => (Happening)e.Event).Concat(commit.Facts))
                        Happened.Enqueue(happening);
                    return new Done(activation.Version, [.. commit.Envelopes.Select(e => e.Event)]);
                case Answer answer:
                    return answer.Reply;
                case var other:
                    throw new InvalidOperationException($"{other}");
            }
        }
    }
}
