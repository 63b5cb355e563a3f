using Microsoft.EntityFrameworkCore;
using Wangting.Customers;
using Wangting.Kernel;
using Wangting.Notices;

namespace Wangting.Billing;

/// <summary>Tells who sent it and the holders of both accounts.</summary>
public sealed class TellOfTransfer(PortalDbContext db, AccountsById accounts, SendNoticeHandler notices) : IHandle<BalanceMoved>
{
    public async Task HandleAsync(BalanceMoved what, CancellationToken ct)
    {
        var transfer = await db.Set<BalanceTransfer>().AsNoTracking().SingleAsync(t => t.Id == what.TransferId, ct);
        if (await accounts.FindAsync(transfer.FromAccountId, ct) is not { } from || await accounts.FindAsync(transfer.ToAccountId, ct) is not { } to) return;
        var (left, came) = what.Undone ? ("notice.transfer.back", "notice.transfer.gone") : ("notice.transfer.sent", "notice.transfer.came");
        foreach (var person in new[] { transfer.PersonId, from.HolderPartyId }.Distinct()) await TellAsync(person, left, from.Number);
        await TellAsync(to.HolderPartyId, came, to.Number);

        Task TellAsync(Guid person, string key, string account) => notices.QueueAsync(new SendNotice(new Recipient(Medium.InApp, "", what.Language, person), NoticeClass.Service, key,
            new Dictionary<string, object?> { ["amount"] = transfer.Amount, ["account"] = account, ["number"] = transfer.ToNumber }, DedupeKey: $"{key}:{transfer.Id:N}:{person:N}"), ct);
    }
}
