using System.Net;
using StreamActors.Media.Udp;
using StreamActors.Testing;

namespace StreamActors.Media.Tests.Udp;

public sealed class SendersSpecs
{
    private static readonly SocketAddress One = new IPEndPoint(IPAddress.Parse("10.0.0.1"), 5000).Serialize();
    private static readonly SocketAddress Other = new IPEndPoint(IPAddress.Parse("10.0.0.2"), 6000).Serialize();

    private readonly StandingClock _clock = new(DateTimeOffset.UnixEpoch);
    private readonly Senders _senders;

    public SendersSpecs() => _senders = new Senders(_clock);

    [Fact]
    public void Two_that_take_turns_are_named_until_one_of_them_stops()
    {
        _senders.Note(One);
        _senders.Note(Other);
        _senders.Note(One);
        _senders.Together.ShouldBe(["10.0.0.1:5000", "10.0.0.2:6000"]);

        _clock.Advance(TimeSpan.FromSeconds(6));
        _senders.Note(One);
        _senders.Together.ShouldBeEmpty();
    }

    [Fact]
    public void An_encoder_that_comes_again_from_another_port_is_no_second_one()
    {
        _senders.Note(One);
        _senders.Note(Other);
        _senders.Note(Other);
        _senders.Together.ShouldBeEmpty();
    }
}
