using Microsoft.EntityFrameworkCore;
using Wangting.Customers;
using Wangting.Kernel;
using Wangting.Notices;

namespace Wangting.Billing;

/// <summary>Tells of a redeemed voucher: a notice in the hall to who redeemed it and to whose account it went, and a line in
/// the contact history.</summary>
public sealed class TellOfVoucher(PortalDbContext db, AccountsById accounts, SendNoticeHandler notices, TimeProvider clock) : IHandle<VoucherRedeemed>
{
    public async Task HandleAsync(VoucherRedeemed what, CancellationToken ct)
    {
        var voucher = await db.Set<Voucher>().AsNoTracking().SingleAsync(v => v.Id == what.VoucherId, ct);
        var amount = await db.Set<VoucherBatch>().Where(b => b.Id == voucher.BatchId).Select(b => b.Amount).SingleAsync(ct);
        if (voucher is not { RedeemedBy: { } redeemer, AccountId: { } id } || await accounts.FindAsync(id, ct) is not { } account) return;
        db.RecordTouch(account.HolderPartyId, Caller.System with { Channel = what.Channel, SubjectId = redeemer }, clock, TouchDirection.In, "voucher_redeemed",
            "voucher", voucher.Id.ToString("N"), ("paidAmount", amount.ToString()), ("account", account.Number));
        foreach (var person in new[] { redeemer, account.HolderPartyId }.Where(p => p != Guid.Empty).Distinct())
            await notices.QueueAsync(new SendNotice(new Recipient(Medium.InApp, "", what.Language, person), NoticeClass.Billing, "notice.voucher_redeemed",
                new Dictionary<string, object?> { ["amount"] = amount, ["account"] = account.Number }, DedupeKey: $"voucher:{voucher.Id:N}:{person:N}"), ct);
    }
}
