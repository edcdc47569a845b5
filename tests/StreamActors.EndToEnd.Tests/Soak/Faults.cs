using System.Net;
using System.Net.Sockets;

namespace StreamActors.EndToEnd.Tests.Soak;

/// <summary>Random faults. The seed makes a run repeatable.</summary>
internal sealed class Faults
{
    private readonly Field _field;
    private readonly Random _lot;
    private readonly (string Name, Func<Task> Do)[] _all;
    private readonly Dictionary<string, int> _done = new(StringComparer.Ordinal);
    private readonly List<FfmpegSender> _frozen = [];

    public Faults(Field field, int seed)
    {
        (_field, _lot) = (field, new Random(seed));
        _all =
        [
            ("an FFmpeg killed", KillChild), ("a camera restarted", () => Camera().Restart()), ("a camera frozen or thawed", FreezeOrThaw),
            ("an output restarted", () => _field.Server.Say("outputs", Output(), "restart")), ("an output off and on", OffAndOn),
            ("garbage on an input's port", Garbage), ("the platform restarted", () => _field.Platform.Restart()),
            ("an input restarted", () => _field.Server.Say("inputs", $"in{_lot.Next(_field.Cameras.Count)}", "restart")),
        ];
    }

    public int Count => _done.Values.Sum();

    public string Words => string.Join(", ", _done.Select(d => $"{d.Key} {d.Value}"));

    public async Task One()
    {
        var (name, act) = _all[_lot.Next(_all.Length)];
        await act();
        _done[name] = _done.GetValueOrDefault(name) + 1;
    }

    /// <summary>Everything broken on purpose is repaired.</summary>
    public async Task Mend()
    {
        foreach (var camera in _frozen)
            await camera.Thaw();
        _frozen.Clear();
        foreach (var output in _field.Outputs)
            await _field.Server.Say("outputs", output, "start");
    }

    private FfmpegSender Camera() => _field.Cameras[_lot.Next(_field.Cameras.Count)];

    private string Output() => _field.Outputs[_lot.Next(_field.Outputs.Count)];

    private async Task KillChild()
    {
        var children = _field.Server.Ids.SelectMany(Toll.ChildrenOf).ToList();
        if (children.Count > 0)
            await PeerProcess.Run("kill", "-KILL", $"{children[_lot.Next(children.Count)]}");
    }

    private async Task FreezeOrThaw()
    {
        if (_frozen.Count > 1)
        {
            await _frozen[0].Thaw();
            _frozen.RemoveAt(0);
            return;
        }
        var camera = Camera();
        if (camera.HasExited || _frozen.Contains(camera))
            return;
        await camera.Freeze();
        _frozen.Add(camera);
    }

    private async Task OffAndOn()
    {
        var output = Output();
        await _field.Server.Say("outputs", output, "stop");
        await _field.Server.Say("outputs", output, "start");
    }

    private Task Garbage()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        var to = new IPEndPoint(IPAddress.Loopback, _field.Ports[_lot.Next(_field.Ports.Count)]);
        var bytes = new byte[1400];
        for (var n = 0; n < 50; n++)
        {
            _lot.NextBytes(bytes);
            socket.SendTo(bytes.AsSpan(0, _lot.Next(1, bytes.Length)), to);
        }
        return Task.CompletedTask;
    }
}
