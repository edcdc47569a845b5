using System.Collections.Concurrent;
using System.Net;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace StreamActors.Media.Srt;

/// <summary>
/// The answers of a listener to its callers. libsrt asks on the thread that receives for the port: an answer must not wait. Listeners are
/// found by number, since libsrt may still ask for one that is being closed.
/// </summary>
internal sealed unsafe class SrtCallHook(Func<SrtCall, SrtAnswer> answer)
{
    /// <summary>How long a caller may take to connect after the answer.</summary>
    private const long ConnectsWithin = 10_000;

    private static readonly ConcurrentDictionary<nint, SrtCallHook> Listeners = new();

    private readonly ConcurrentDictionary<int, SrtAnswer> _letIn = new();

    /// <summary>Callers let in that are not connected yet.</summary>
    public bool HasPending => !_letIn.IsEmpty;

    /// <summary>Set when a caller was let in.</summary>
    public AutoResetEvent Called { get; } = new(false);

    /// <summary>Before the socket listens.</summary>
    public int Install(int listener)
    {
        Listeners[listener] = this;
        return SrtCalls.ListenCallback(listener, &Asked, (void*)listener);
    }

    public static void Remove(int listener) => Listeners.TryRemove(listener, out _);

    public SrtAnswer? Connected(int socket) => _letIn.TryRemove(socket, out var letIn) ? letIn : null;

    /// <summary>Tells those whose connection was not made.</summary>
    public void Sweep()
    {
        foreach (var (socket, letIn) in _letIn)
        {
            if ((SrtCalls.State(socket) > SrtCalls.StateConnected || Environment.TickCount64 - letIn.AnsweredAt > ConnectsWithin)
                && _letIn.TryRemove(socket, out _))
                letIn.Failed?.Invoke();
        }
    }

    /// <summary>The listener is closed: those who were let in are not connected any more.</summary>
    public void Abandon()
    {
        foreach (var socket in _letIn.Keys)
        {
            if (_letIn.TryRemove(socket, out var letIn))
                letIn.Failed?.Invoke();
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Asked(void* listener, int socket, int version, byte* peer, byte* streamId)
    {
        var rejection = SrtRejection.Internal;
        try
        {
            if (Listeners.TryGetValue((nint)listener, out var hook))
                rejection = hook.Answer(socket, (IPEndPoint)SrtSocket.EndPointOf(peer), streamId);
        }
        catch (Exception) // none may reach libsrt
        {
            // The caller gets the code of an internal error.
        }
        if (rejection == 0)
            return 0;
        SrtCalls.SetRejectReason(socket, rejection);
        return -1;
    }

    private int Answer(int socket, IPEndPoint peer, byte* streamId)
    {
        var text = Encoding.UTF8.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(streamId));
        var answered = answer(new SrtCall(peer, text));
        if (answered.Rejection != 0)
            return answered.Rejection;
        try
        {
            if (answered.Options is { } options)
                SrtSocket.Prepare(socket, options);
        }
        catch
        {
            answered.Failed?.Invoke();
            throw;
        }
        _letIn[socket] = answered;
        Called.Set();
        return 0;
    }
}
