namespace StreamActors.Media.Tests.Streams;

/// <summary>A well-behaved encoder: 25 pictures a second, regular key frames after the tables, and audio.</summary>
internal sealed class Source(long start = 90_000, int group = 10, bool flag = true, int pictureBytes = 1500)
{
    public const long Frame = 3600;
    private const long Lead = 45_000;

    private readonly Mux _mux = new();
    private int _count;

    public long Clock => start + (_count * Frame);

    public Mux Mux => _mux;

    /// <summary>The next pictures, as packets.</summary>
    public byte[] Pictures(int count)
    {
        for (; count > 0; count--, _count++)
        {
            var at = Clock;
            var key = _count % group == 0;
            if (key)
                _mux.Tables();
            _mux.Video(at + Lead + Frame, key, dts: at + Lead, pcr: at, flag: key && flag, size: pictureBytes);
            _mux.Audio(at + Lead);
        }
        return _mux.Cut();
    }
}
