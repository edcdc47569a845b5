namespace StreamActors.Testing.Peers;

/// <summary>
/// nginx with the RTMP module, as a platform: <c>live</c> accepts, plays and records anything, <c>asks</c> asks a web page of the test
/// whether a key is valid, <c>closed</c> lets nobody publish, <c>takes</c> records nothing, <c>pushes</c> publishes elsewhere what it gets.
/// </summary>
public sealed class NginxRtmp : IAsyncDisposable
{
    private readonly Scratch _folder;
    private readonly KeyValidator _validator;
    private PeerProcess _nginx;

    private NginxRtmp(Scratch folder, KeyValidator door, int port, int http, PeerProcess nginx)
    {
        (_folder, _validator, Port, _nginx) = (folder, door, port, nginx);
        Statistics = new Uri($"http://127.0.0.1:{http}/stat");
    }

    public int Port { get; }

    public int Id => _nginx.Id;

    /// <summary>Every stream with its received bytes, as XML.</summary>
    public Uri Statistics { get; }

    /// <summary>Decides what may be published to <c>asks</c>.</summary>
    public KeyValidator Validator => _validator;

    public string Story => $"{_nginx.Story}\n{string.Join('\n', File.Exists(Log) ? File.ReadLines(Log).TakeLast(20) : [])}";

    private string Log => _folder.At("error.log");

    /// <param name="push">Where <c>pushes</c> publishes.</param>
    public static async Task<NginxRtmp> Start(int? port = null, string? push = null)
    {
        var (folder, door, rtmp, http) = (new Scratch(), new KeyValidator(), port ?? Ports.Tcp(), Ports.Tcp());
        Directory.CreateDirectory(folder.At("live"));
        folder.Write("nginx.conf", $$"""
            daemon off; master_process off; pid {{folder.Folder}}/pid; error_log {{folder.Folder}}/error.log notice;
            load_module /usr/lib/nginx/modules/ngx_rtmp_module.so;
            events { worker_connections 4000; }
            worker_rlimit_nofile 8000;
            rtmp { server { listen 127.0.0.1:{{rtmp}};
                application live { live on; wait_key on; record all; record_path {{folder.Folder}}/live; }
                application asks { live on; on_publish {{door.Url}}publish; record all; record_path {{folder.Folder}}/live; }
                application closed { live on; deny publish all; }
                application takes { live on; }
                application pushes { live on; {{(push is null ? "" : $"push {push};")}} } } }
            http { access_log off; client_body_temp_path {{folder.Folder}}/b; proxy_temp_path {{folder.Folder}}/p; fastcgi_temp_path {{folder.Folder}}/f;
                uwsgi_temp_path {{folder.Folder}}/u; scgi_temp_path {{folder.Folder}}/s;
                server { listen 127.0.0.1:{{http}}; location /stat { rtmp_stat all; } } }
            """);
        var nginx = new NginxRtmp(folder, door, rtmp, http, Launch(folder));
        await Ports.Listens(rtmp, () => nginx.Story);
        return nginx;
    }

    public string Url(string application) => $"rtmp://127.0.0.1:{Port}/{application}";

    /// <summary>The recording of a key, as received.</summary>
    public string Recording(string key) => _folder.At($"live/{key}.flv");

    public long Received(string key) => new FileInfo(Recording(key)) is { Exists: true } file ? file.Length : 0;

    /// <summary>Of all keys.</summary>
    public long ReceivedInAll => new DirectoryInfo(_folder.At("live")).EnumerateFiles().Sum(f => f.Length);

    public Task Receives(string key, long bytes, Func<string>? otherwise = null) =>
        Eventually.Is(() => Received(key) >= bytes, () => $"nginx has {Received(key)} bytes of '{key}'. {otherwise?.Invoke()} {Story}");

    /// <summary>More than until now: it continues.</summary>
    public Task ReceivesMore(string key, Func<string>? otherwise = null) => Receives(key, Received(key) + 100_000, otherwise);

    public Task Kill() => _nginx.Kill();

    public async Task Restart()
    {
        await _nginx.DisposeAsync();
        _nginx = Launch(_folder);
        await Ports.Listens(Port, () => Story);
    }

    /// <summary>Keeps running and connected, and neither reads nor answers.</summary>
    public Task Freeze() => _nginx.Signal("STOP");

    public Task Thaw() => _nginx.Signal("CONT");

    public async ValueTask DisposeAsync()
    {
        await _nginx.DisposeAsync();
        _validator.Dispose();
        _folder.Dispose();
    }

    private static PeerProcess Launch(Scratch folder) =>
        PeerProcess.Start("/usr/sbin/nginx", ["-p", folder.Folder, "-e", folder.At("error.log"), "-c", folder.At("nginx.conf")],
        folder.Folder);
}
