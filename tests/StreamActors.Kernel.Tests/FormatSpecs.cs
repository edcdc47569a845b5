using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using StreamActors.Kernel;

namespace StreamActors.Kernel.Tests;

public sealed class FormatSpecs
{
    private static readonly EnvelopeFormat Format = new(Tally.Vocabulary);
    private static readonly CommandId Command = CommandId.Parse("00112233445566778899aabbccddeeff");
    private static readonly Envelope Full =
        new("ada", "louder", Command, new Cause(new EntityId("input", "a~b"), 12), Tally.Now, new Counted(5));

    [Fact]
    public void The_stored_bytes_are_these_and_no_others()
    {
        Encoding.UTF8.GetString(Format.Write(Full)).ShouldBe(
            """{"v":1,"who":"ada","why":"louder","cmd":"00112233445566778899aabbccddeeff","cause":"input/a~b#12","at":"2026-05-06T07:08:09+00:00","e":{"By":5}}""");
        Encoding.UTF8.GetString(Format.Write(Full with { Why = null, Cause = null })).ShouldBe(
            """{"v":1,"who":"ada","cmd":"00112233445566778899aabbccddeeff","at":"2026-05-06T07:08:09+00:00","e":{"By":5}}""");
        Format.ManifestOf(Full).ShouldBe("tally-counted.v2");
    }

    [Fact]
    public void What_was_written_is_read_back() => Format.Read("tally-counted.v2", Format.Write(Full)).ShouldBe(Full);

    [Fact]
    public void An_older_version_is_read_as_the_newest() =>
        Format.Read("tally-counted.v1",
        """{"v":1,"who":"ada","cmd":"00112233445566778899aabbccddeeff","at":"2026-05-06T07:08:09Z","e":{"N":3}}"""u8)
            .Event.ShouldBe(new Counted(3));

    [Theory]
    [InlineData("tally-counted.v3")]
    [InlineData("tally-counted.v0")]
    [InlineData("tally-lost.v1")]
    [InlineData("nonsense")]
    [InlineData("")]
    public void A_name_from_a_newer_program_is_said_to_be_unknown(string manifest)
    {
        Should.Throw<UnknownManifestException>(() => Format.Read(manifest, Format.Write(Full)));
        Format.Vocabulary.Knows(manifest).ShouldBeFalse();
    }

    [Fact]
    public void An_envelope_of_another_version_is_not_guessed_at() =>
        Should.Throw<JsonException>(
        () => Format.Read("tally-counted.v2", """{"v":2,"who":"ada","cmd":"00112233445566778899aabbccddeeff","e":{"By":5}}"""u8));

    [Fact]
    public void Damaged_bytes_are_a_damaged_row_and_nothing_worse()
    {
        var sound = Format.Write(Full);
        Prop.ForAll(Gen.Choose(0, sound.Length - 1).Zip(Gen.Choose(0, 255)).ListOf().ToArbitrary(), damages =>
        {
            var bytes = sound.ToArray();
            foreach (var (place, value) in damages)
                bytes[place] = (byte)value;
            try
            {
                Format.Read("tally-counted.v2", bytes);
            }
            catch (JsonException)
            {
                // the only exception allowed for an unreadable row
            }
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_snapshot_comes_back_with_what_it_knows_of_repeats()
    {
        var format = new SnapshotFormat(Tally.Vocabulary);
        var snapshot =
            new Snapshot(9, new TallyOrder(5), [new RememberedCommand(Command.Value, 8, 2)], [new SourceMark("follower:x", "input/a", 4)]);
        var back = format.Read(9, format.ManifestOf(snapshot), format.Write(snapshot)).ShouldNotBeNull();
        back.Order.ShouldBe(snapshot.Order);
        back.Commands.ShouldBe(snapshot.Commands);
        back.Marks.ShouldBe(snapshot.Marks);
        Encoding.UTF8.GetString(format.Write(snapshot)).ShouldBe(
            """{"v":1,"commands":[{"command":"00112233-4455-6677-8899-aabbccddeeff","first":8,"count":2}],"marks":[{"who":"follower:x","source":"input/a","sequence":4}],"order":{"Total":5}}""");
    }

    [Fact]
    public void A_snapshot_of_an_unknown_order_is_left_aside_for_replay() =>
        new SnapshotFormat(Tally.Vocabulary).Read(1, "tally-order.v9", """{"v":1,"commands":[],"marks":[],"order":{}}"""u8.ToArray())
        .ShouldBeNull();

    [Fact]
    public void A_message_without_a_stored_name_cannot_be_written() =>
        Should.Throw<InvalidOperationException>(() => Tally.Vocabulary.ManifestOf(new Peek())).Message.ShouldContain("vocabulary");
}
