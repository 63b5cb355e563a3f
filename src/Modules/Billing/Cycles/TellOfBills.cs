using Microsoft.EntityFrameworkCore;
using Wangting.Customers;
using Wangting.Kernel;
using Wangting.Notices;

namespace Wangting.Billing;

/// <summary>Tells the people of a part's accounts, in the hall, that their bill is there: how much, and until when.</summary>
internal sealed class TellOfBills(PortalDbContext db, SendNoticeHandler notices) : IHandle<BillsIssued>
{
    public async Task HandleAsync(BillsIssued what, CancellationToken ct)
    {
        var bills = await (from part in db.Set<BillRunPart>().Where(p => p.Id == what.Part)
                           join run in db.Set<BillRun>() on part.RunId equals run.Id
                           join bill in db.Set<Bill>().Where(b => b.CreditOf == null && b.CreditedBy == null) on run.CycleId equals bill.CycleId
                           where bill.AccountId >= part.FromAccount && (part.ToAccount == null || bill.AccountId < part.ToAccount)
                           join holder in PartyNames.Of(db) on bill.HolderPartyId equals holder.Id
                           where holder.Kind == PartyKind.Person
                           select new { bill.Id, bill.HolderPartyId, bill.PeriodFrom, bill.Total, bill.Outstanding, bill.DueOn, holder.Language }).AsNoTracking().ToListAsync(ct);
        foreach (var bill in bills)
            await notices.QueueAsync(new SendNotice(new Recipient(Medium.InApp, "", bill.Language ?? Texts.Fallback, bill.HolderPartyId), NoticeClass.Billing, bill.Outstanding.IsPositive ? "notice.bill_issued" : "notice.bill_issued_nothing_due",
                new Dictionary<string, object?> { ["month"] = bill.PeriodFrom, ["amount"] = bill.Total, ["day"] = bill.DueOn }, DedupeKey: $"bill-issued:{bill.Id:N}"), ct);
        await db.SaveChangesAsync(ct);
    }
}
