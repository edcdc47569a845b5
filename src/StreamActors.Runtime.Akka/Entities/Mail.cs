using Akka.Actor;
using StreamActors.Kernel;

namespace StreamActors.Runtime.Akka;

/// <summary>
/// Two lanes. The asked one is bounded, and who finds it full is told to come again; what an entity hears from its own
/// effects and reminders is never refused.
/// </summary>
internal sealed class Mail(EntityKind kind, Surroundings around)
{
    private const int OwnBeforeOthers = 16; // own words in a row: an entity that floods itself still hears its askers

    private readonly Queue<Turn> _asked = new();
    private readonly Queue<OwnWord> _own = new();
    private int _ownInARow;

    public bool IsEmpty => _asked.Count == 0 && _own.Count == 0;

    public static Unknown Moved(EntityId id) => new($"{id} leaves this node: it may have been begun or not.");

    public void Take(Question question, IActorRef desk, bool moving)
    {
        var turn = new Turn(question, desk);
        if (ReferenceEquals(desk, around.Desk))
            around.Desk.TakeHere(question.Number);
        if (moving)
            turn.Answer(Moved(question.To));
        else if (_asked.Count < kind.MailboxLimit)
            _asked.Enqueue(turn);
        else if (question.Number != 0)
        {
            turn.Answer(new Busy());
            around.Figures.Busy(kind.Name);
        }
        else
            around.Figures.Dropped(kind.Name);
    }

    public void Take(OwnWord word) => _own.Enqueue(word);

    public Turn? Next(Life life)
    {
        while (_own.Count > 0 && (_ownInARow < OwnBeforeOthers || _asked.Count == 0))
        {
            var word = _own.Dequeue();
            if (word.Reminder is { } reminder && !life.Take(reminder))
                continue;
            _ownInARow++;
            return new Turn(word);
        }
        _ownInARow = 0;
        while (_asked.TryDequeue(out var turn))
        {
            if (!turn.IsTooLate(around.Clock))
                return turn;
            turn.Answer(new Unknown("No answer in time: it was not begun."));
        }
        return null;
    }

    /// <summary>Whoever woke it hears why it does not wake; what waits behind is kept.</summary>
    public void FailFirst(Reply reply)
    {
        if (_asked.TryPeek(out var first) && first.Question!.Number != 0)
            _asked.Dequeue().Answer(reply);
    }

    public void FailAll()
    {
        while (_asked.TryDequeue(out var turn))
        {
            turn.Answer(Moved(turn.Question!.To));
            if (turn.Question.Number == 0)
                around.Figures.Dropped(kind.Name);
        }
    }

    public void ForgetOwn() => _own.Clear();
}

/// <summary>What an entity has to do next, and who hears of it.</summary>
internal sealed class Turn
{
    private readonly IActorRef? _desk;
    private readonly Delivery? _own;

    public Turn(Question question, IActorRef desk) => (Question, _desk) = (question, desk);

    public Turn(OwnWord word) => _own = new Delivery(word.Command, CommandId.Nameless);

    public Question? Question { get; }

    /// <summary>Null where it is only to be looked at.</summary>
    public Delivery? Delivery => _own ?? (Question as Ask)?.Delivery;

    public bool IsTooLate(TimeProvider clock) => Question is { Until: var until } && clock.GetTimestamp() >= until;

    public void Answer(object answer)
    {
        if (Question is not null)
            _desk!.Answer(Question, answer);
    }
}
