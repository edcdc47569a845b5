using StreamActors.Domain.Workloads;
using StreamActors.Kernel;
using StreamActors.Media.Relay;
using StreamActors.Testing.Peers;

namespace StreamActors.Streaming.Tests.Senders;

public sealed class FeedThreadSpecs : IFence, IDisposable
{
    private readonly TestThread _thread;

    public FeedThreadSpecs() => _thread = new TestThread(this);

    public bool MaySend => true;

    public void Dispose() => _thread.Dispose();

    [Theory]
    [InlineData("begin")]
    [InlineData("serve")]
    public async Task A_destination_that_throws_ends_as_a_bug_of_ours_and_its_siblings_go_on(string where)
    {
        var (sibling, broken) = (new TestFeed(""), new TestFeed(where));
        _thread.Add(sibling);
        _thread.Add(broken);
        var end = (await broken.Ended.Task.WaitAsync(TimeSpan.FromSeconds(30)))!;
        (end.Class, end.Text, end.Exception!.Message).ShouldBe((ErrorClass.Bug, $"Sending failed: {where}", where));
        var served = sibling.Served;
        _thread.Ring();
        await Eventually.Is(() => sibling.Served > served, () => "The sibling is not served.");
    }

    [Fact]
    public async Task What_fails_for_all_of_them_ends_all_and_the_next_is_served()
    {
        var (one, two) = (new TestFeed(""), new TestFeed(""));
        _thread.Add(one);
        _thread.Add(two);
        await Eventually.Is(() => one.Served > 0 && two.Served > 0, () => "They are not served.");
        _thread.Fails = true;
        _thread.Ring();
        foreach (var feed in (TestFeed[])[one, two])
            (await feed.Ended.Task.WaitAsync(TimeSpan.FromSeconds(30)))!.Class.ShouldBe(ErrorClass.Bug);
        var next = new TestFeed("");
        _thread.Add(next);
        await Eventually.Is(() => next.Served > 0, () => "It is not served.");
    }

    private sealed class TestThread : FeedThread<TestFeed>
    {
        public TestThread(IFence fence)
            : base("test", fence) => Begin();

        public volatile bool Fails;

        public void Ring() => Signal.Signal();

        protected override void Rest()
        {
            Signal.Wait(Timeout.InfiniteTimeSpan);
            if (!Fails)
                return;
            Fails = false;
            throw new InvalidOperationException("all");
        }

        protected override bool Serve(TestFeed lane) => lane.Serve();
    }

    private sealed class TestFeed(string throws) : IOutputFeed
    {
        private int _served;

        public TaskCompletionSource<DriverEnd?> Ended { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Served => Volatile.Read(ref _served);

        public bool Leaving { get; set; }

        public void Begin(ReaderSignal readerSignal) => Throw("begin");

        public bool Serve()
        {
            Throw("serve");
            Interlocked.Increment(ref _served);
            return true;
        }

        public void LetGo(DriverEnd? broken) => Ended.SetResult(broken);

        private void Throw(string where)
        {
            if (where == throws)
                throw new InvalidOperationException(where);
        }
    }
}
