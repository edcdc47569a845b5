using StreamActors.Kernel;

namespace StreamActors.Runtime.Embedded;

/// <summary>
/// Sees to it that nobody waits for ever: every open question is in one of these lists, and one timer looks for those
/// whose time is up. Several lists, so that askers on several cores do not meet in one.
/// </summary>
internal sealed class Deadlines : IDisposable
{
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(100);

    private readonly DeadlineList[] _lists;
    private readonly TimeProvider _clock;
    private readonly ITimer _timer;

    public Deadlines(TimeProvider clock)
    {
        _clock = clock;
        _lists = [.. Enumerable.Range(0, 2 * Environment.ProcessorCount).Select(_ => new DeadlineList())];
        _timer = clock.CreateTimer(_ => Look(), null, Every, Every);
    }

    public int Open => _lists.Sum(l => l.Count);

    public void Watch(Waiting question)
    {
        var list = _lists[(uint)Environment.CurrentManagedThreadId % (uint)_lists.Length];
        question.Watch = list;
        list.Add(question);
    }

    /// <summary>Answers whatever is still open.</summary>
    public void FailAll(Reply failure) => FailDue(long.MaxValue, failure);

    public void Dispose() => _timer.Dispose();

    private void Look() => FailDue(_clock.GetTimestamp(), new Unknown("No answer in time."));

    private void FailDue(long until, Reply failure)
    {
        foreach (var list in _lists)
            foreach (var question in list.TakeDue(until))
                question.Fail(failure);
    }
}

/// <summary>Open questions, in the order they were asked.</summary>
internal sealed class DeadlineList
{
    private readonly Lock _gate = new();
    private Waiting? _first;
    private Waiting? _last;

    public int Count { get; private set; }

    public void Add(Waiting question)
    {
        lock (_gate)
        {
            question.Link = new LinkedQuestion { Before = _last, IsLinked = true };
            if (_last is null)
                _first = question;
            else
                _last.Link.After = question;
            _last = question;
            Count++;
        }
    }

    public void Remove(Waiting question)
    {
        lock (_gate)
        {
            Unlink(question);
        }
    }

    public List<Waiting> TakeDue(long until)
    {
        List<Waiting> due = [];
        lock (_gate)
        {
            for (var question = _first; question is not null;)
            {
                var after = question.Link.After;
                if (question.Deadline <= until)
                {
                    Unlink(question);
                    due.Add(question);
                }
                question = after;
            }
        }
        return due;
    }

    private void Unlink(Waiting question)
    {
        ref var link = ref question.Link;
        if (!link.IsLinked)
            return;
        if (link.Before is null)
            _first = link.After;
        else
            link.Before.Link.After = link.After;
        if (link.After is null)
            _last = link.Before;
        else
            link.After.Link.Before = link.Before;
        link = default;
        Count--;
    }
}
