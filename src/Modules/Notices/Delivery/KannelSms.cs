using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.Extensions.Options;

namespace Wangting.Notices;

/// <summary>Kannel's <c>sendsms</c>. Posted with headers, not as a query: numbers and codes stay out of access logs.</summary>
internal sealed class KannelSms(HttpClient http, IOptions<NoticeOptions> options, ArrivalAddresses arrivals) : ISmsGateway
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
        if (arrivals.For(id) is { } report)
        {
            request.Headers.Add("X-Kannel-DLR-Mask", KannelReports.Final.ToString(CultureInfo.InvariantCulture));
            request.Headers.Add("X-Kannel-DLR-Url", report.AbsoluteUri + "?type=%d"); // Kannel writes the kind of report there
        }
        using var answer = await http.SendAsync(request, ct);
        return Handed(answer.StatusCode, await answer.Content.ReadAsStringAsync(ct));
    }

    /// <summary>202 is Kannel's yes (sent on or queued for later); 400 and 404 are its no for ever. 403 is both a wrong
    /// password and "no way to a message centre": told apart by its words, ours to mend either way, and passing with time
    /// like everything else.</summary>
    internal static Handover Handed(HttpStatusCode status, string words = "") => status switch
    {
        HttpStatusCode.Accepted or HttpStatusCode.OK => Handover.Accepted,
        HttpStatusCode.BadRequest or HttpStatusCode.NotFound => Handover.Refused,
        HttpStatusCode.Forbidden when words.Contains("uthorization", StringComparison.Ordinal) =>
            throw new HttpRequestException("The SMS gateway does not let us in: Notices:Kannel:User and Password must be those of a sendsms-user of Kannel's, and its user-allow-ip this machine.", null, status),
        HttpStatusCode.Forbidden =>
            throw new HttpRequestException("The SMS gateway has no way to a message centre: see default-smsc of Kannel's sendsms-user and allowed-smsc-id of its smsc groups.", null, status),
        _ => throw new HttpRequestException($"The SMS gateway answered {(int)status}.", null, status),
    };
}
