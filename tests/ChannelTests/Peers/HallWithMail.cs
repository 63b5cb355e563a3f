using System.Globalization;

namespace Wangting.ChannelTests.Peers;

/// <summary>A hall whose letters leave by a mail server.</summary>
internal sealed class HallWithMail(MailServer mail, string password = MailServer.Password, bool trusts = true) : PeerHall
{
    protected override IEnumerable<KeyValuePair<string, string?>> Settings => new Dictionary<string, string?>
    {
        ["Notices:Mail"] = "Smtp",
        ["Notices:Smtp:Host"] = "127.0.0.1",
        ["Notices:Smtp:Port"] = mail.Port.ToString(CultureInfo.InvariantCulture),
        ["Notices:Smtp:User"] = MailServer.User,
        ["Notices:Smtp:Password"] = password,
        ["Notices:Smtp:From"] = "网厅 <hall@wangting.test>",
        ["Notices:Smtp:TrustedCertificate"] = trusts ? mail.Certificate : "",
    };
}
