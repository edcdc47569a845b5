using System.Collections.Immutable;
using System.Net.Sockets;
using System.Security.Authentication;
using StreamActors.Domain.Alerts;
using StreamActors.Kernel;

namespace StreamActors.Control;

/// <summary>Why a message was not accepted, without secrets.</summary>
/// <param name="IsFinal">A retry would fail too.</param>
public sealed record SendFault(string Says, bool IsFinal)
{
    /// <summary>The refused recipients, if others accepted the message; empty if none did.</summary>
    public ImmutableArray<string> Refused { get; init; } = [];

    /// <summary>Those of them worth retrying.</summary>
    public ImmutableArray<string> RetryRecipients { get; init; } = [];
}

/// <returns>Why it was not accepted; null if it was.</returns>
public delegate Task<SendFault?> SendNotice(ChannelConfig channel, Notice notice, CancellationToken stop);

/// <summary>One attempt to send one message, for channels of every type. Failures are returned, not thrown.</summary>
public sealed class NoticeSenders : IDisposable
{
    private readonly GuardedConnections _guardedConnections;
    private readonly WebSender _web;
    private readonly MailSender _mail;
    private readonly DeliveryPolicy _policy;
    private readonly TimeProvider _time;

    /// <param name="server">The name of this node, given as the sender.</param>
    public NoticeSenders(GuardedConnections guardedConnections, ISecrets secrets, string server, DeliveryPolicy policy, TimeProvider time)
    {
        (_guardedConnections, _policy, _time) = (guardedConnections, policy, time);
        _web = new WebSender(guardedConnections, secrets, server, time);
        _mail = new MailSender(guardedConnections, secrets, server);
    }

    public async Task<SendFault?> Send(ChannelConfig channel, Notice notice, CancellationToken stop)
    {
        using var limit = new CancellationTokenSource(_policy.Timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, limit.Token);
        try
        {
            if (channel.Sort == ChannelType.Email)
                return Partly(await _mail.Send(channel, notice, either.Token).WaitAsync(either.Token));
            await _web.Send(channel, notice, either.Token).WaitAsync(either.Token);
            return null;
        }
        catch (SendRefusedException refused)
        {
            return new SendFault(refused.Message, refused.IsFinal);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return new SendFault($"No answer within {Duration.Text(_policy.Timeout)}.", IsFinal: false);
        }
        catch (Exception failure) when (failure is HttpRequestException or SocketException or IOException or AuthenticationException)
        {
            var refused = failure.InnerException as SendRefusedException; // thrown by the connection's own check
            return new SendFault(
                refused?.Message ?? $"The connection failed: {(failure.InnerException as SocketException ?? failure).Message}",
                refused?.IsFinal ?? false);
        }
    }

    private static SendFault? Partly(IReadOnlyList<RefusedRecipient> refused) => refused.Count == 0 ? null : new SendFault(
        $"Sent, but not to {string.Join("; ", refused.Select(r => $"{r.Address} ({r.Says})"))}.", IsFinal: refused.All(r => r.IsFinal))
    {
        Refused = [.. refused.Select(r => r.Address)],
        RetryRecipients = [.. refused.Where(r => !r.IsFinal).Select(r => r.Address)],
    };

    /// <summary>Sends a test message; nothing is stored.</summary>
    public Task<SendFault?> Test(ChannelConfig channel, CancellationToken stop)
    {
        var now = _time.GetUtcNow();
        return Send(channel,
            new Notice(CommandId.Of($"test|{channel.Name}|{now.UtcTicks}").ToString(), now, ImmutableArray<NoticeItem>.Empty), stop);
    }

    public void Dispose() => _guardedConnections.Dispose();
}

/// <summary>Refused by the receiver, or by a rule of this server.</summary>
public sealed class SendRefusedException(string message, bool isFinal) : Exception(message)
{
    public bool IsFinal => isFinal;
}
