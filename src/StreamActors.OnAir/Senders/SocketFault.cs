using System.ComponentModel;

namespace StreamActors.OnAir;

internal static class SocketFault
{
    /// <summary>The system's words for an error number.</summary>
    public static string Said(int error) => new Win32Exception(error).Message;
}
