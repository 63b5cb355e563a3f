using Wangting.Customers;
using Wangting.Identity;
using Wangting.Kernel;
using Wangting.Notices;

namespace Wangting.Billing;

/// <summary>Tells who is charged: in the hall, and by SMS where they have a number. It is about their money, so it cannot be
/// declined.</summary>
public sealed class TellPayer(AccountsById accounts, ListNumbersHandler numbers, SendNoticeHandler notices)
{
    /// <summary>Who is charged, as one who asks.</summary>
    internal static Caller Of(AutoPay wish) => new() { Kind = CallerKind.Person, Channel = Channel.System, SubjectId = wish.PersonId, Language = wish.Language };

    /// <summary>In this unit of work; the caller saves.</summary>
    internal async Task QueueAsync(AutoPay wish, string key, IEnumerable<(string Name, object? Value)> values, string once, CancellationToken ct)
    {
        if (await accounts.FindAsync(wish.AccountId, ct) is not { } account) return;
        var said = values.Append(("account", account.Number)).ToDictionary(v => v.Item1, v => v.Item2, StringComparer.Ordinal);
        await notices.QueueAsync(new SendNotice(new Recipient(Medium.InApp, "", wish.Language, wish.PersonId), NoticeClass.Service, key, said, DedupeKey: once), ct);
        if ((await numbers.HandleAsync(new ListNumbers(), Of(wish), ct)).Own.FirstOrDefault(n => n.Identifier.Kind == IdentifierKind.Mobile) is { } phone)
            await notices.QueueAsync(new SendNotice(new Recipient(Medium.Sms, phone.Identifier.Value, wish.Language, wish.PersonId, phone.TenureId), NoticeClass.Service, key, said, DedupeKey: once + ":sms"), ct);
    }
}
