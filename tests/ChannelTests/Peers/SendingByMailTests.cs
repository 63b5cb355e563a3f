using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using MimeKit;
using Wangting.Kernel;
using Wangting.Notices;

namespace Wangting.ChannelTests.Peers;

/// <summary>A real mail server at the other end, with STARTTLS and a password.</summary>
public sealed partial class Sending_by_mail : IAsyncLifetime
{
    readonly List<IAsyncDisposable> open = [];
    MailServer mail = null!;

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => open.Add(mail = await MailServer.StartAsync());

    [Fact]
    public async Task A_code_comes_by_mail_as_a_proper_letter_and_confirms_the_address()
    {
        var hall = await OpenAsync();
        using var zhang = hall.Visit();
        await zhang.SignInAsync("13300000001");
        var code = await zhang.FollowAsync(await zhang.SendAsync((await zhang.GetAsync("/me/security"))["email"], ("To", "zhang@post.test")));
        await hall.DeliverAsync();

        var letter = Assert.Single(mail.Mail);
        Assert.Equal("确认邮箱", letter.Subject);
        Assert.StartsWith("=?utf-8?", Raw(letter), StringComparison.OrdinalIgnoreCase);
        Assert.Equal(("网厅", "hall@wangting.test"), (letter.From.Mailboxes.Single().Name, letter.From.Mailboxes.Single().Address));
        Assert.Equal("zhang@post.test", letter.To.Mailboxes.Single().Address);
        Assert.Equal("auto-generated", letter.Headers[HeaderId.AutoSubmitted]);
        Assert.Equal(hall.Clock.GetUtcNow().ToUnixTimeSeconds(), letter.Date.ToUnixTimeSeconds());
        Assert.Equal($"{(await hall.LastAsync()).Id:N}@wangting.test", letter.MessageId);
        Assert.Equal(HttpStatusCode.Found, (await zhang.SendAsync(code["code"], ("Code", Six().Match(letter.TextBody!).Value))).Status);
        Assert.Contains("post.test", (await zhang.GetAsync("/me/security")).Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task While_the_server_is_away_letters_wait_and_then_go_once()
    {
        var hall = await OpenAsync();
        await mail.StopAsync();
        await SendAsync(hall, "zhang@post.test");
        Assert.Equal("Queued", (await hall.LastAsync()).State);

        await mail.StartAgainAsync();
        await LaterAsync(hall);
        await LaterAsync(hall);

        Assert.Equal("Sent", (await hall.LastAsync()).State);
        Assert.Single(mail.Mail);
    }

    [Fact]
    public async Task A_second_try_is_the_same_letter()
    {
        var hall = await OpenAsync();
        await SendAsync(hall, "busy@post.test");
        Assert.Equal("Queued", (await hall.LastAsync()).State);
        await LaterAsync(hall);
        Assert.Equal("Sent", (await hall.LastAsync()).State);
        Assert.Equal(2, mail.Mail.Count);
        Assert.Single(mail.Mail.Select(m => m.MessageId).Distinct());
    }

    [Fact]
    public async Task A_mailbox_that_is_not_there_is_given_up()
    {
        var hall = await OpenAsync();
        await SendAsync(hall, "gone@post.test");
        Assert.Equal("Failed", (await hall.LastAsync()).State);
        await LaterAsync(hall);
        Assert.Empty(mail.Mail);
    }

    [Theory]
    [InlineData("wrong", true, "AuthenticationException")]
    [InlineData(MailServer.Password, false, "SslHandshakeException")]
    public async Task A_wrong_password_or_a_stranger_s_certificate_loses_nothing_and_is_told(string password, bool trusts, string trouble)
    {
        var hall = await OpenAsync(new HallWithMail(mail, password, trusts));
        await SendAsync(hall, "zhang@post.test");
        Assert.Equal("Queued", (await hall.LastAsync()).State);
        Assert.Contains(trouble, await hall.TroubleAsync(), StringComparison.Ordinal);
        Assert.Empty(mail.Mail);
    }

    [Fact]
    public async Task A_server_that_offers_no_TLS_gets_neither_password_nor_letter()
    {
        var plain = await MailServer.StartAsync(secured: false);
        open.Add(plain);
        var hall = await OpenAsync(new HallWithMail(plain));
        await SendAsync(hall, "zhang@post.test");
        Assert.Contains("STARTTLS", await hall.TroubleAsync(), StringComparison.Ordinal);
        Assert.Empty(plain.Mail);
    }

    [Fact]
    public async Task Nobody_writes_headers_into_a_letter()
    {
        var hall = await OpenAsync();
        Task<Handover> SendAsync(string to, string subject) => hall.InScopeAsync(s => s.GetRequiredService<IMailGateway>().SendAsync(Guid.CreateVersion7(), to, subject, "您好\r\n.\r\nQUIT\r\n再见", Ct));
        Assert.Equal(Handover.Refused, await SendAsync("zhang@post.test\r\nBcc: thief@post.test", "通知"));
        Assert.Equal(Handover.Accepted, await SendAsync("zhang@post.test", "通知\r\nBcc: thief@post.test\r\n\r\n别的话"));

        var letter = Assert.Single(mail.Mail);
        Assert.Equal("zhang@post.test", letter.Headers["X-Envelope-To"]);
        Assert.Empty(letter.Bcc);
        Assert.Contains("再见", letter.TextBody, StringComparison.Ordinal);
    }

    static string Raw(MimeMessage letter) => System.Text.Encoding.ASCII.GetString(letter.Headers.Single(h => h.Id == HeaderId.Subject).RawValue).Trim();

    async Task<HallWithMail> OpenAsync(HallWithMail? other = null)
    {
        var hall = other ?? new HallWithMail(mail);
        open.Insert(0, hall);
        await hall.InitializeAsync();
        return hall;
    }

    static async Task SendAsync(HallWithMail hall, string address)
    {
        await hall.InScopeAsync(async s =>
        {
            await s.GetRequiredService<SendNoticeHandler>().QueueAsync(new(new Recipient(Medium.Email, address, "zh-CN"), NoticeClass.Service, "notice.subject"), Ct);
            return await s.GetRequiredService<PortalDbContext>().SaveChangesAsync(Ct);
        });
        await hall.DeliverAsync();
    }

    static async Task LaterAsync(HallWithMail hall)
    {
        hall.Clock.Advance(TimeSpan.FromMinutes(4));
        await hall.DeliverAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var one in open) await one.DisposeAsync();
    }

    [GeneratedRegex("[0-9]{6}")] private static partial Regex Six();
}
