using System.Globalization;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace StreamActors.Testing.Peers;

/// <summary>
/// OBS Studio of the distribution on a display of its own (Xvfb, without a graphics card), driven by its websocket, protocol 5. It sends a
/// green picture, as x264 of constant bitrate, and AAC.
/// </summary>
public sealed class ObsStudio : IAsyncDisposable
{
    private readonly Scratch _folder;
    private readonly PeerProcess _display;
    private readonly string _displayName;
    private readonly int _port;
    private PeerProcess _obs;
    private ClientWebSocket _socket = new();
    private int _requests;

    private ObsStudio(Scratch folder, PeerProcess display, string displayName, int port) =>
        (_folder, _display, _displayName, _port, _obs) = (folder, display, displayName, port, Launch(folder, displayName));

    public string Story => _obs.Story;

    /// <param name="server">As pasted into its settings: rtmp, rtmps or srt.</param>
    public static async Task<ObsStudio> Start(string server, string key)
    {
        var (folder, port) = (new Scratch(), Ports.Tcp());
        Directory.CreateDirectory(folder.At("obs-studio/basic/profiles/Test"));
        folder.Write("obs-studio/global.ini", $"""
            [General]
            FirstRun=true
            EnableAutoUpdates=false
            [OBSWebSocket]
            FirstLoad=false
            ServerEnabled=true
            ServerPort={port}
            AlertsEnabled=false
            AuthRequired=false
            [Basic]
            Profile=Test
            ProfileDir=Test
            SceneCollection=Test
            SceneCollectionFile=Test
            """);
        folder.Write("obs-studio/basic/profiles/Test/basic.ini", """
            [General]
            Name=Test
            [Output]
            Mode=Simple
            [SimpleOutput]
            VBitrate=800
            ABitrate=128
            StreamEncoder=x264
            Preset=ultrafast
            UseAdvanced=true
            x264Settings=keyint=25
            [Video]
            BaseCX=320
            BaseCY=180
            OutputCX=320
            OutputCY=180
            FPSType=1
            FPSInt=25
            """);
        folder.Write("obs-studio/basic/profiles/Test/service.json", new JsonObject
        {
            ["type"] = "rtmp_custom",
            ["settings"] = new JsonObject { ["server"] = server, ["key"] = key, ["use_auth"] = false },
        }.ToJsonString());
        var display = PeerProcess.Start("Xvfb", ["-displayfd", "1", "-screen", "0", "640x480x24", "-nolisten", "tcp"], binary: true);
        using var names = new StreamReader(display.Output, leaveOpen: true);
        var name = await names.ReadLineAsync() ?? throw new InvalidOperationException($"No display. {display.Story}");
        var obs = new ObsStudio(folder, display, $":{name}", port);
        try
        {
            await obs.Identify();
            return obs;
        }
        catch
        {
            await obs.DisposeAsync();
            throw;
        }
    }

    public Task StartStream() => Request("StartStream");

    public Task StopStream() => Request("StopStream");

    public async Task<bool> IsStreaming() => (await Request("GetStreamStatus")).GetProperty("outputActive").GetBoolean();

    /// <summary>With -9, as a crash.</summary>
    public Task Kill() => _obs.Kill();

    /// <summary>After <see cref="Kill"/>.</summary>
    public async Task Restart()
    {
        await _obs.DisposeAsync();
        _obs = Launch(_folder, _displayName);
        await Identify();
    }

    public async ValueTask DisposeAsync()
    {
        _socket.Dispose();
        await _obs.DisposeAsync();
        await _display.DisposeAsync();
        _folder.Dispose();
    }

    private static PeerProcess Launch(Scratch folder, string display) => PeerProcess.Start("env",
    [
        $"DISPLAY={display}", $"XDG_CONFIG_HOME={folder.Folder}", $"HOME={folder.Folder}", "LIBGL_ALWAYS_SOFTWARE=1",
        "QT_QPA_PLATFORM=xcb", "obs", "--multi", "--disable-updater", "--disable-missing-files-check",
    ]);

    private async Task Identify()
    {
        await Eventually.Is(async () =>
        {
            _socket.Dispose();
            _socket = new ClientWebSocket();
            _socket.Options.AddSubProtocol("obswebsocket.json");
            try
            {
                await _socket.ConnectAsync(new Uri(string.Create(CultureInfo.InvariantCulture, $"ws://127.0.0.1:{_port}")), default);
                return true;
            }
            catch (WebSocketException) when (!_obs.HasExited)
            {
                return false;
            }
        }, () => $"OBS does not open its websocket. {Story}");
        await Next(0);
        await Send(1, new JsonObject { ["rpcVersion"] = 1, ["eventSubscriptions"] = 0 });
        await Next(2);
        var scene = (await Request("GetSceneList")).GetProperty("currentProgramSceneName").GetString();
        var inputs = (await Request("GetInputList")).GetProperty("inputs").EnumerateArray();
        if (inputs.All(i => i.GetProperty("inputName").GetString() != "green"))
            await Request("CreateInput", new JsonObject
            {
                ["sceneName"] = scene, ["inputName"] = "green", ["inputKind"] = "color_source_v3",
                ["inputSettings"] = new JsonObject { ["color"] = 0xFF00FF00 },
            });
    }

    private async Task<JsonElement> Request(string type, JsonObject? details = null)
    {
        var id = (++_requests).ToString(CultureInfo.InvariantCulture);
        await Send(6, new JsonObject { ["requestType"] = type, ["requestId"] = id, ["requestData"] = details ?? [] });
        var answer = await Next(7);
        if (!answer.GetProperty("requestStatus").GetProperty("result").GetBoolean())
            throw new InvalidOperationException($"{type}: {answer} {Story}");
        return answer.TryGetProperty("responseData", out var response) ? response : default;
    }

    private Task Send(int operation, JsonObject details) => _socket.SendAsync(
        Encoding.UTF8.GetBytes(new JsonObject { ["op"] = operation, ["d"] = details }.ToJsonString()), WebSocketMessageType.Text,
        endOfMessage: true, default);

    private async Task<JsonElement> Next(int operation)
    {
        using var timeout = new CancellationTokenSource(Eventually.Timeout);
        var buffer = new byte[64 << 10];
        while (true)
        {
            var length = 0;
            WebSocketReceiveResult part;
            do
            {
                part = await _socket.ReceiveAsync(new ArraySegment<byte>(buffer, length, buffer.Length - length), timeout.Token);
                length += part.Count;
            }
            while (!part.EndOfMessage);
            var message = JsonSerializer.Deserialize<JsonElement>(buffer.AsSpan(0, length));
            if (message.GetProperty("op").GetInt32() == operation)
                return message.GetProperty("d");
        }
    }
}
