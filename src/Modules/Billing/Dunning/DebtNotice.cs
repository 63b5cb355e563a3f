using Wangting.Customers;
using Wangting.Kernel;
using Wangting.Notices;
using Wangting.Subscriptions;

namespace Wangting.Billing;

/// <summary>Tells an account's holder about a debt: in the hall, and by message to the number they gave or to the account's
/// lines. Queued in the caller's unit of work.</summary>
public sealed class DebtNotice(PortalDbContext db, SendNoticeHandler notices, TimeProvider clock)
{
    /// <summary>A firm's hundreds of lines are told by one word to who looks after them.</summary>
    const int MostNumbers = 5;

    /// <param name="key">Of the text; also that it is told once (<paramref name="once"/>).</param>
    /// <param name="everyLine">To every line that it concerns, not only to the first.</param>
    internal async Task QueueAsync(Guid party, Guid account, string key, string once, NoticeClass of, IReadOnlyDictionary<string, object?> values, bool everyLine, CancellationToken ct)
    {
        if (await PartiesToTell.FindAsync(db, party, clock.GetUtcNow().UtcDateTime, ct) is not { } who) return;
        foreach (var reader in who.Readers) await ToAsync(new Recipient(Medium.InApp, "", who.Language, reader), reader.ToString("N"));
        var numbers = await AccountNumbersInUse.ListAsync(db, account, everyLine ? MostNumbers : 1, ct);
        var person = who.Readers is [var only] ? only : (Guid?)null;
        if (who.Phone is { } phone) await ToAsync(new Recipient(Medium.Sms, phone, who.Language, person), phone);
        foreach (var number in numbers.Where(n => n.Value != who.Phone && (everyLine || who.Phone is null)))
            await ToAsync(new Recipient(Medium.Sms, number.Value, who.Language, person, number.TenureId), number.Value);

        Task ToAsync(Recipient to, string whom) => notices.QueueAsync(new SendNotice(to, of, key, values, DedupeKey: $"{once}:{whom}"), ct);
    }
}
