using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using StreamActors.Domain.Alerts;
using StreamActors.Kernel;

namespace StreamActors.Control;

/// <summary>Sends webhooks (signed) and Slack messages.</summary>
internal sealed class WebSender(GuardedConnections guardedConnections, ISecrets secrets, string server, TimeProvider time)
{
    public async Task Send(ChannelConfig channel, Notice notice, CancellationToken stop)
    {
        var url = channel.Url ?? (await Opened(channel, "url", stop)).Reveal();
        var body = channel.Sort == ChannelType.Slack ? SlackMessage.Of(notice, server) : WebhookMessage.Of(notice, server);
        using var request = new HttpRequestMessage(HttpMethod.Post, url) {
            Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } } };
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("StreamActors", null));
        if (channel.Sort == ChannelType.Webhook)
        {
            foreach (var (name, value) in Signed((await Opened(channel, "signing", stop)).Reveal(), notice.Id, time.GetUtcNow(), body))
                request.Headers.Add(name, value);
        }
        using var answer = await guardedConnections.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop);
        if (answer.IsSuccessStatusCode)
            return;
        var status = string.Create(CultureInfo.InvariantCulture, $"{(int)answer.StatusCode}");
        if ((int)answer.StatusCode is >= 300 and < 400)
            throw new SendRefusedException($"The server answered {status}: redirects are not followed. Give the final URL.", isFinal: true);
        throw new SendRefusedException($"The server answered {status}.",
            isFinal: (int)answer.StatusCode < 500
                && answer.StatusCode is not (HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or HttpStatusCode.Locked));
    }

    /// <summary>
    /// The headers of Standard Webhooks; for an older secret also <c>t=SECONDS,v1=HEX</c>, the HMAC-SHA-256 of <c>SECONDS.BODY</c>. The
    /// time is signed to prevent replay.
    /// </summary>
    internal static IEnumerable<(string Name, string Value)> Signed(string secret, string id, DateTimeOffset at, byte[] body)
    {
        var (key, seconds) = (SigningSecret.Key(secret), at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        yield return ("webhook-id", id);
        yield return ("webhook-timestamp", seconds);
        yield return ("webhook-signature", $"v1,{Convert.ToBase64String(Mac(key, $"{id}.{seconds}.", body))}");
        if (SigningSecret.Standard(secret) is not null)
            yield break;
        yield return ("X-StreamActors-Notice", id);
        yield return ("X-StreamActors-Signature", $"t={seconds},v1={Convert.ToHexStringLower(Mac(key, $"{seconds}.", body))}");
    }

    private static byte[] Mac(byte[] key, string before, byte[] body)
    {
        byte[] signed = [.. Encoding.ASCII.GetBytes(before), .. body];
        return HMACSHA256.HashData(key, signed);
    }

    private async Task<Secret> Opened(ChannelConfig channel, string name, CancellationToken stop) =>
        await secrets.Open(channel.Secrets[name], stop)
        ?? throw new SendRefusedException($"The secret '{name}' was destroyed: set it again.", isFinal: true);
}
