using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.Extensions.Options;

namespace Wangting.Notices;

/// <summary>Kannel's <c>sendsms</c>. Posted with headers, not as a query: numbers and codes stay out of access logs.</summary>
internal sealed class KannelSms(HttpClient http, IOptions<NoticeOptions> options) : ISmsGateway
{
    public async Task<Handover> SendAsync(Guid id, string number, string words, CancellationToken ct)
    {
        var kannel = options.Value.Kannel;
        using var request = new HttpRequestMessage(HttpMethod.Post, kannel.Url) { Content = new StringContent(words, Encoding.UTF8, "text/plain") };
        request.Headers.Add("X-Kannel-Username", kannel.User);
        request.Headers.Add("X-Kannel-Password", kannel.Password);
        request.Headers.Add("X-Kannel-From", kannel.From);
        request.Headers.Add("X-Kannel-To", number);
        // 0 is GSM 7 bit, 2 is UCS-2: one Chinese character makes the whole message UCS-2.
        request.Headers.Add("X-Kannel-Coding", (words.All(char.IsAscii) ? 0 : 2).ToString(CultureInfo.InvariantCulture));
        using var answer = await http.SendAsync(request, ct);
        return Handed(answer.StatusCode);
    }

    /// <summary>202 is Kannel's yes (sent on or queued for later); 400 and 404 are its no for ever. Wrong credentials (403)
    /// and everything else are ours or the network's fault and pass with time.</summary>
    internal static Handover Handed(HttpStatusCode status) => status switch
    {
        HttpStatusCode.Accepted or HttpStatusCode.OK => Handover.Accepted,
        HttpStatusCode.BadRequest or HttpStatusCode.NotFound => Handover.Refused,
        _ => throw new HttpRequestException($"The SMS gateway answered {(int)status}.", null, status),
    };
}
