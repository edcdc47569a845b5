# GStreamer's RTSP server: plays /live (received on a UDP port) and records /in (video and audio in separate files). Prints a line when it listens.
import sys
import gi
gi.require_version('Gst', '1.0')
gi.require_version('GstRtspServer', '1.0')
from gi.repository import GLib, Gst, GstRtspServer

port, udp, recording, user, password = sys.argv[1:6]
Gst.init(None)
server = GstRtspServer.RTSPServer()
server.set_address('127.0.0.1')
server.set_service(port)

play = GstRtspServer.RTSPMediaFactory()
play.set_launch(f'( udpsrc address=127.0.0.1 port={udp} buffer-size=2000000 caps="video/mpegts, systemstream=true, packetsize=188" ! tsdemux name=d '
                'd. ! queue ! h264parse ! rtph264pay name=pay0 config-interval=1 pt=96  d. ! queue ! aacparse ! rtpmp4gpay name=pay1 pt=97 )')
play.set_shared(True)

take = GstRtspServer.RTSPMediaFactory()
# Video and audio in separate files: a muxer for both lets only one of them through.
take.set_launch(f'( rtph264depay name=depay0 ! h264parse ! video/x-h264,alignment=au ! mpegtsmux ! filesink location={recording} buffer-mode=unbuffered '
                f'rtpmp4gdepay name=depay1 ! aacparse ! audio/mpeg,stream-format=adts ! filesink location={recording}.aac buffer-mode=unbuffered )')
take.set_transport_mode(GstRtspServer.RTSPTransportMode.RECORD)
take.set_latency(200)

if user:
    auth = GstRtspServer.RTSPAuth()
    token = GstRtspServer.RTSPToken()
    token.set_string('media.factory.role', user)
    auth.add_basic(GstRtspServer.RTSPAuth.make_basic(user, password), token)
    server.set_auth(auth)
    permissions = GstRtspServer.RTSPPermissions()
    permissions.add_permission_for_role(user, 'media.factory.access', True)
    permissions.add_permission_for_role(user, 'media.factory.construct', True)
    for factory in (play, take):
        factory.set_permissions(permissions)

mounts = server.get_mount_points()
mounts.add_factory('/live', play)
mounts.add_factory('/in', take)
if not server.attach(None):
    sys.exit('port in use')
print('listening', flush=True)
GLib.MainLoop().run()
