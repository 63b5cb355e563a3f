using Microsoft.EntityFrameworkCore;
using Wangting.Customers;
using Wangting.Kernel;
using Wangting.Notices;

namespace Wangting.Billing;

/// <summary>Money was lent to an account, or taken back.</summary>
/// <param name="Left">What is still to be taken back then.</param>
/// <param name="Language">Null when a payment took it back: then the borrower's.</param>
public sealed record AdvanceChanged(Guid AdvanceId, Money Left, string? Language = null);

/// <summary>Tells the borrower and the account's holder: with what a top-up falls short of what they paid is not to be guessed.</summary>
public sealed class TellOfAdvance(PortalDbContext db, AccountsById accounts, SendNoticeHandler notices) : IHandle<AdvanceChanged>
{
    public async Task HandleAsync(AdvanceChanged what, CancellationToken ct)
    {
        var advance = await db.Set<Advance>().AsNoTracking().SingleAsync(a => a.Id == what.AdvanceId, ct);
        if (await accounts.FindAsync(advance.AccountId, ct) is not { } account) return;
        var whole = advance.Amount + advance.Fee;
        var key = what.Left == whole ? "notice.advance.taken" : what.Left.IsZero ? "notice.advance.repaid" : "notice.advance.part";
        foreach (var person in new[] { advance.PersonId, account.HolderPartyId }.Where(p => p != Guid.Empty).Distinct())
            await notices.QueueAsync(new SendNotice(new Recipient(Medium.InApp, "", what.Language ?? Texts.Fallback, person), NoticeClass.Service, key,
                new Dictionary<string, object?> { ["amount"] = advance.Amount, ["fee"] = advance.Fee, ["back"] = whole, ["left"] = what.Left, ["account"] = account.Number }, DedupeKey: $"advance:{advance.Id:N}:{what.Left.Minor}:{person:N}"), ct);
    }
}
