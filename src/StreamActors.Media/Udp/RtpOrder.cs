namespace StreamActors.Media.Udp;

/// <summary>Which RTP datagrams are taken, and how many are missing before each. A sender that starts anew is followed at once.</summary>
public sealed class RtpOrder
{
    /// <summary>A leap beyond this is a new start and no loss (RFC 3550, MAX_DROPOUT).</summary>
    private const int MostMissing = 3000;

    /// <summary>What comes so little behind is late or twice, however many in a row (RFC 3550, MAX_MISORDER).</summary>
    private const int MostBehind = 100;

    private uint? _source;
    private ushort _expected;
    private ushort? _late;

    /// <returns>False for one that came late or twice.</returns>
    public bool Takes(ushort sequence, uint source, out int missing)
    {
        var ahead = (ushort)(sequence - _expected);
        missing = 0;
        if (_source != source || (ahead is >= 0x8000 and < 0x10000 - MostBehind && _late is { } late && sequence == (ushort)(late + 1)))
        {
            // Another sender, or two in a row from a place where this one was not.
        }
        else if (ahead >= 0x8000)
        {
            _late = sequence;
            return false;
        }
        else if (ahead <= MostMissing)
        {
            missing = ahead;
        }
        (_source, _expected, _late) = (source, (ushort)(sequence + 1), null);
        return true;
    }
}
