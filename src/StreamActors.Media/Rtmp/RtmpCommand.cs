namespace StreamActors.Media.Rtmp;

/// <summary>A command message: name, transaction, and what follows.</summary>
internal readonly struct RtmpCommand(List<object?> values)
{
    public string Name { get; } = values is [string name, ..] ? name : throw new RtmpException("A command without a name.");

    public double Transaction => values is [_, double transaction, ..] ? transaction : 0;

    /// <summary>The command object, null with most commands.</summary>
    public AmfObject? Object => values is [_, _, AmfObject properties, ..] ? properties : null;

    /// <summary>The value at that place after the command object.</summary>
    public object? this[int index] => index + 3 < values.Count ? values[index + 3] : null;

    /// <summary>Of _result, _error and onStatus. Some servers send it in place of the command object.</summary>
    public AmfObject? Info => this[0] as AmfObject ?? Object;

    /// <returns>Null for a message that is no command.</returns>
    public static RtmpCommand? Of(RtmpMessageType type, ReadOnlySpan<byte> body) => type switch
    {
        RtmpMessageType.CommandAmf0 => new RtmpCommand(AmfReader.ReadAll(body)),
        RtmpMessageType.CommandAmf3 => new RtmpCommand(AmfReader.ReadAll(body, amf3: true)),
        _ => null,
    };
}
