using StreamActors.Media.Rtmp;

namespace StreamActors.Media.Tests.Rtmp;

public sealed class AmfSpecs
{
    [Fact]
    public void A_connect_of_a_publisher_is_read()
    {
        var body = Convert.FromHexString(
            "020007636f6e6e656374" + "003ff0000000000000" + "03" + "0003617070" + "0200046c697665" + "00046670616401" + "00"
            + "000c6361706162696c6974696573" + "00402e000000000000" + "000009" + "05");
        var values = AmfReader.ReadAll(body);
        (values[0], values[1], values[3]).ShouldBe(("connect", 1.0, null));
        var properties = values[2].ShouldBeOfType<AmfObject>();
        (properties.Text("app"), properties["fpad"], properties["capabilities"]).ShouldBe(("live", false, 15.0));
    }

    [Fact]
    public void What_is_written_is_read()
    {
        object?[] values = ["text", 1.5, true, null, new string('ä', 70_000), new object?[] { 1.0, "two" },
            new AmfObject { { "a", 1.0 }, { "b", new AmfObject { { "c", "d" } } } }, new AmfObject { IsArray = true }];
        var read = AmfReader.ReadAll(AmfWriter.Bytes(values));
        read.Take(4).ShouldBe(values[..4]);
        ((AmfObject)read[6]!)["b"].ShouldBeOfType<AmfObject>().Text("c").ShouldBe("d");
        AmfWriter.Bytes([.. read]).ShouldBe(AmfWriter.Bytes(values));
    }

    [Fact]
    public void A_command_in_AMF3_begins_with_a_zero_and_may_switch_in_each_value()
    {
        // "connect", 1, then AMF3: an object with three dynamic members, the last of which refers to the string "live", and -1
        var body = Convert.FromHexString("00020007636f6e6e656374003ff000000000000011" + "0a0b01" + "07617070" + "06096c697665"
            + "0b78782d7978" + "0406" + "0361" + "0602" + "01" + "11" + "04ffffffff");
        var values = AmfReader.ReadAll(body, amf3: true);
        var properties = values[2].ShouldBeOfType<AmfObject>();
        (properties.Text("app"), properties["xx-yx"], properties.Text("a")).ShouldBe(("live", 6.0, "live"));
        values[3].ShouldBe(-1.0);
    }

    [Fact]
    public void Arrays_typed_objects_dates_and_bytes_of_AMF3_are_read()
    {
        var array = AmfReader.ReadAll(Convert.FromHexString("11" + "090501" + "0401" + "03")).Single();
        array.ShouldBe(new object?[] { 1.0, true });
        var typed = AmfReader.ReadAll(Convert.FromHexString("11" + "0a13" + "0354" + "0378" + "0407")).Single().ShouldBeOfType<AmfObject>();
        typed["x"].ShouldBe(7.0);
        AmfReader.ReadAll(Convert.FromHexString("11" + "08010000000000000000")).Single().ShouldBe(DateTimeOffset.UnixEpoch);
        AmfReader.ReadAll(Convert.FromHexString("11" + "0c05" + "abcd")).Single().ShouldBe(new byte[] { 0xab, 0xcd });
    }

    [Theory]
    [InlineData("02", "longer than the message")]
    [InlineData("0200ff41", "longer than the message")]
    [InlineData("0cffffffff41", "longer than the message")]
    [InlineData("0affffffff", "array of 4294967295")]
    [InlineData("070001", "reference to object 1")]
    [InlineData("ff", "0xff is not the type")]
    [InlineData("110cffffffff", "longer than the message")]
    [InlineData("110a05", "reference to traits 1")]
    [InlineData("1109ffffffff01", "longer than the message")]
    [InlineData("110610", "reference to string 8")]
    public void What_is_wrong_is_named(string body, string reason) =>
        Should.Throw<RtmpException>(() => AmfReader.ReadAll(Convert.FromHexString(body))).Message.ShouldContain(reason);

    [Theory]
    [InlineData("03000161", "nested")]
    [InlineData("0a00000001", "nested")]
    [InlineData("05", "more than 2048 values")]
    public void Depth_and_number_of_values_have_limits(string repeated, string reason)
    {
        var body = Convert.FromHexString(string.Concat(Enumerable.Repeat(repeated, 3000)));
        Should.Throw<RtmpException>(() =>
        {
            var reader = new AmfReader(body);
            while (!reader.AtEnd)
                reader.Read();
        }).Message.ShouldContain(reason);
    }
}
