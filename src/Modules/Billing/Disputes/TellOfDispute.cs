using Wangting.Customers;
using Wangting.Kernel;
using Wangting.Notices;

namespace Wangting.Billing;

/// <summary>Tells who disputed a charge what was decided, in the words of who decided. In the caller's unit of work.</summary>
public sealed class TellOfDispute(PortalDbContext db, SendNoticeHandler notices, TimeProvider clock)
{
    internal async Task QueueAsync(Dispute dispute, CancellationToken ct)
    {
        var key = dispute.State == DisputeState.Accepted ? "accepted" : "rejected";
        db.RecordTouch(dispute.HolderPartyId, Caller.System, clock, TouchDirection.Out, "dispute_" + key, "dispute", dispute.Id.ToString("N"), ("number", dispute.Number), ("creditAmount", dispute.Credit.ToString()));
        var values = new Dictionary<string, object?> { ["number"] = dispute.Number, ["charge"] = dispute.Charge, ["amount"] = dispute.State == DisputeState.Accepted ? dispute.Credit : dispute.Amount, ["answer"] = dispute.Answer };
        foreach (var person in new[] { dispute.AskedBy, dispute.HolderPartyId }.Distinct())
            await notices.QueueAsync(new SendNotice(new Recipient(Medium.InApp, "", dispute.Language, person), NoticeClass.Service, "notice.dispute." + key, values, DedupeKey: $"dispute:{dispute.Id:N}:{key}:{person:N}"), ct);
        // Whoever asked waits for it: the answer goes to their telephone too.
        if (await PartiesToTell.FindAsync(db, dispute.AskedBy, clock.GetUtcNow().UtcDateTime, ct) is { Phone: { } phone })
            await notices.QueueAsync(new SendNotice(new Recipient(Medium.Sms, phone, dispute.Language, dispute.AskedBy), NoticeClass.Service, "notice.dispute." + key, values, DedupeKey: $"dispute:{dispute.Id:N}:{key}:sms"), ct);
    }
}
