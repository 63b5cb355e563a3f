using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Wangting.Kernel;

namespace Wangting.Notices;

/// <summary>Hands one queued message to its gateway. A crash between the gateway's yes and our save sends it again: a
/// message twice is better than none, and a code's second copy carries the same code.</summary>
internal sealed partial class DeliverNotice(PortalDbContext db, TimeProvider clock, SecretColumns secrets, ISmsGateway sms, IMailGateway mail, Texts texts, ILogger<DeliverNotice> log) : IHandle<NoticeQueued>
{
    public async Task HandleAsync(NoticeQueued what, CancellationToken ct)
    {
        var message = await db.Set<Message>().SingleOrDefaultAsync(m => m.Id == what.MessageId && m.State == MessageState.Queued, ct);
        if (message is null) return; // cancelled meanwhile
        var now = clock.GetUtcNow().UtcDateTime;
        if (message.UselessAfter < now || message.Body is null) { End(message, MessageState.Cancelled, now); return; }
        string words;
        try { words = message.Secret ? secrets.Open(SendNoticeHandler.Purpose, message.Body) : message.Body; }
        catch (CryptographicException) { End(message, MessageState.Failed, now); return; } // its key is gone for good: trying again cannot help
        var handover = message.Medium == Medium.Sms
            ? await sms.SendAsync(message.Id, message.Recipient, words, ct)
            : await mail.SendAsync(message.Id, message.Recipient, message.Subject ?? texts.Say(message.Language, "notice.subject"), words, ct);
        if (handover == Handover.Refused) Refused(message.Id, message.Medium);
        End(message, handover == Handover.Accepted ? MessageState.Sent : MessageState.Failed, now);
    }

    static void End(Message message, MessageState state, DateTime now)
    {
        message.State = state;
        if (state == MessageState.Sent) message.SentAt = now;
        if (message.Secret) message.Body = null;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The gateway will never take message {MessageId} ({Medium}); it is given up")]
    partial void Refused(Guid messageId, Medium medium);
}
