using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Notices;

/// <summary>Whom to tell, and where. The caller has resolved it: Notices knows neither persons nor lines.</summary>
/// <param name="Address">E.164 number or e-mail address; empty for a notice in the hall.</param>
/// <param name="TenureId">The tenure it concerns; what is still queued when that ends is cancelled.</param>
public sealed record Recipient(Medium Medium, string Address, string Language, Guid? PersonId = null, Guid? TenureId = null);

/// <param name="TextKey">The words; an e-mail's subject stands under <c>&lt;key&gt;.subject</c>.</param>
/// <param name="DedupeKey">The same notice asked for twice is sent once.</param>
/// <param name="Secret">Holds a code: closed at rest, wiped once it has left.</param>
/// <param name="UselessAfter">UTC; later it is dropped instead of sent.</param>
public sealed record SendNotice(Recipient To, NoticeClass Class, string TextKey, IReadOnlyDictionary<string, object?>? Values = null,
    string? DedupeKey = null, bool Secret = false, DateTime? UselessAfter = null);

/// <summary>Told to the outbox for each queued message.</summary>
public sealed record NoticeQueued(Guid MessageId);

public sealed class SendNoticeHandler(PortalDbContext db, TimeProvider clock, Texts texts, SecretColumns secrets)
{
    /// <summary>The purpose under which secret words are closed.</summary>
    internal const string Purpose = "notices.body";

    /// <summary>Puts the notice into the caller's unit of work. <b>The caller saves</b>: the notice leaves with what it
    /// tells about, or not at all.</summary>
    /// <returns>Queued; Declined when the person has opted out.</returns>
    public async Task<MessageState> QueueAsync(SendNotice command, CancellationToken ct)
    {
        if (command.DedupeKey is { } key && await KnownAsync(key, ct)) return MessageState.Queued;
        var wanted = NoticeRules.MustGo(command.Class) || command.To.PersonId is not { } person || await db.Set<Preference>().AsNoTracking()
            .Where(p => p.PersonId == person && p.Class == command.Class && p.Medium == command.To.Medium)
            .Select(p => (bool?)p.Wanted).FirstOrDefaultAsync(ct) is not { } said || said;
        var now = clock.GetUtcNow().UtcDateTime;
        var words = texts.Say(command.To.Language, command.TextKey, command.Values).Replace('\u00a0', ' '); // a message is not set in lines of ours
        var subject = command.To.Medium != Medium.Sms && texts.Has(command.To.Language, command.TextKey + ".subject")
            ? texts.Say(command.To.Language, command.TextKey + ".subject", command.Values) : null;
        var message = new Message
        {
            Id = Guid.CreateVersion7(),
            Medium = command.To.Medium,
            Class = command.Class,
            Recipient = command.To.Address,
            PersonId = command.To.PersonId,
            TenureId = command.To.TenureId,
            TextKey = command.TextKey,
            Language = command.To.Language,
            Subject = subject,
            Body = command.Secret ? secrets.Close(Purpose, words) : words,
            Secret = command.Secret,
            DedupeKey = command.DedupeKey,
            QueuedAt = now,
            DueAt = NoticeRules.DueAt(command.Class, command.To.Medium, now, texts.Zone),
            UselessAfter = command.UselessAfter,
            State = wanted ? MessageState.Queued : MessageState.Declined,
        };
        db.Add(message);
        if (message.State != MessageState.Queued) return message.State;
        // In the hall it is there as soon as it is saved; everything else leaves by the outbox.
        if (message.Medium == Medium.InApp) (message.State, message.SentAt) = (MessageState.Sent, now);
        else db.Tell(new NoticeQueued(message.Id), clock, message.DueAt);
        return message.State;
    }

    async Task<bool> KnownAsync(string key, CancellationToken ct) =>
        db.Set<Message>().Local.Any(m => m.DedupeKey == key) || await db.Set<Message>().AnyAsync(m => m.DedupeKey == key, ct);
}
