using System.Net.Sockets;
using StreamActors.Testing.Peers;

namespace StreamActors.Ffmpeg.Tests.Real;

/// <summary>nginx with the RTMP module: 'live' accepts anything, 'refuse' asks a web page that refuses.</summary>
internal static class Nginx
{
    public static async Task<(int Rtmp, int Http)> Start(FfmpegBench bench)
    {
        var (rtmp, http) = (Ports.Tcp(), Ports.Tcp());
        var folder = Directory.CreateDirectory(Path.Combine(bench.Folder, $"nginx{rtmp}")).FullName;
        var config = Path.Combine(folder, "nginx.conf");
        await File.WriteAllTextAsync(config, $$"""
            daemon off; master_process off; pid {{folder}}/pid; error_log {{folder}}/error.log;
            load_module /usr/lib/nginx/modules/ngx_rtmp_module.so;
            events { }
            rtmp { server { listen 127.0.0.1:{{rtmp}};
                application live { live on; wait_key on; }
                application refuse { live on; on_publish http://127.0.0.1:{{http}}/no; } } }
            http { access_log off; client_body_temp_path {{folder}}/b; proxy_temp_path {{folder}}/p; fastcgi_temp_path {{folder}}/f;
                uwsgi_temp_path {{folder}}/u; scgi_temp_path {{folder}}/s;
                server { listen 127.0.0.1:{{http}}; root {{bench.Folder}}; location /no { return 403; } } }
            """);
        await bench.Launcher.Start(new ChildStart("/usr/sbin/nginx", ["-c", config]) { OnStderr = _ => { } });
        await FfmpegBench.Connects(rtmp);
        await FfmpegBench.Connects(http);
        return (rtmp, http);
    }
}
