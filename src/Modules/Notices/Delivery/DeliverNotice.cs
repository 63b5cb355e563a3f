using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Wangting.Kernel;

namespace Wangting.Notices;

/// <summary>Hands queued messages to their gateways, side by side. A crash between a gateway's yes and our save sends a message
/// again: twice is better than never, and a code's second copy carries the same code.</summary>
internal sealed partial class DeliverNotice(PortalDbContext db, TimeProvider clock, SecretColumns secrets, ISmsGateway sms, IMailGateway mail, Texts texts, ILogger<DeliverNotice> log) : IHandleMany<NoticeQueued>
{
    public async Task HandleAsync(IReadOnlyList<Told<NoticeQueued>> all, CancellationToken ct)
    {
        var ids = all.Select(t => t.What.MessageId).ToArray();
        // Who is not among them was cancelled meanwhile.
        var queued = await db.Set<Message>().Where(m => ids.Contains(m.Id) && m.State == MessageState.Queued).ToDictionaryAsync(m => m.Id, ct);
        await Task.WhenAll(all.Where(t => queued.ContainsKey(t.What.MessageId)).Select(t => DeliverAsync(t, queued[t.What.MessageId], ct)));
    }

    async Task DeliverAsync(Told<NoticeQueued> told, Message message, CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        if (message.UselessAfter < now || message.Body is null) { End(message, MessageState.Cancelled, now); return; }
        string words;
        try { words = message.Secret ? secrets.Open(SendNoticeHandler.Purpose, message.Body) : message.Body; }
        catch (CryptographicException) { End(message, MessageState.Failed, now); return; } // its key is gone for good: trying again cannot help
        try
        {
            var handover = message.Medium == Medium.Sms
                ? await sms.SendAsync(message.Id, message.Recipient, words, ct)
                : await mail.SendAsync(message.Id, message.Recipient, message.Subject ?? texts.Say(message.Language, "notice.subject"), words, ct);
            if (handover == Handover.Refused) Refused(message.Id, message.Medium);
            End(message, handover == Handover.Accepted ? MessageState.Sent : MessageState.Failed, now);
        }
#pragma warning disable CA1031 // Whatever it was, those that did leave must be noted as sent.
        catch (Exception fault) when (!ct.IsCancellationRequested) { told.Fault = fault; }
#pragma warning restore CA1031
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
