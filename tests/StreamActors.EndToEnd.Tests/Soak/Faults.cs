using System.Net;
using System.Net.Sockets;

namespace StreamActors.EndToEnd.Tests.Soak;

/// <summary>Random faults. The seed makes a run repeatable.</summary>
internal sealed class Faults
{
    private readonly SoakSetup _soakSetup;
    private readonly Random _lot;
    private readonly (string Name, Func<Task> Do)[] _all;
    private readonly Dictionary<string, int> _done = new(StringComparer.Ordinal);
    private readonly List<FfmpegSender> _frozen = [];

    public Faults(SoakSetup soakSetup, int seed)
    {
        (_soakSetup, _lot) = (soakSetup, new Random(seed));
        _all =
        [
            ("an FFmpeg killed", KillChild), ("a camera restarted", () => Camera().Restart()), ("a camera frozen or thawed", FreezeOrThaw),
            ("an output restarted", () => _soakSetup.Server.Say("outputs", Output(), "restart")), ("an output off and on", OffAndOn),
            ("garbage on an input's port", Garbage), ("the platform restarted", () => _soakSetup.Platform.Restart()),
            ("an input restarted", () => _soakSetup.Server.Say("inputs", $"in{_lot.Next(_soakSetup.Cameras.Count)}", "restart")),
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
        foreach (var output in _soakSetup.Outputs)
            await _soakSetup.Server.Say("outputs", output, "start");
    }

    private FfmpegSender Camera() => _soakSetup.Cameras[_lot.Next(_soakSetup.Cameras.Count)];

    private string Output() => _soakSetup.Outputs[_lot.Next(_soakSetup.Outputs.Count)];

    private async Task KillChild()
    {
        var children = _soakSetup.Server.Ids.SelectMany(ResourceUsage.ChildrenOf).ToList();
        if (children.Count > 0)
            await PeerProcess.Run("/bin/sh", "-c", $"kill -KILL {children[_lot.Next(children.Count)]}; true"); // it may have ended
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
        await _soakSetup.Server.Say("outputs", output, "stop");
        await _soakSetup.Server.Say("outputs", output, "start");
    }

    private Task Garbage()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        var to = new IPEndPoint(IPAddress.Loopback, _soakSetup.Ports[_lot.Next(_soakSetup.Ports.Count)]);
        var bytes = new byte[1400];
        for (var n = 0; n < 50; n++)
        {
            _lot.NextBytes(bytes);
            socket.SendTo(bytes.AsSpan(0, _lot.Next(1, bytes.Length)), to);
        }
        return Task.CompletedTask;
    }
}
