using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Wangting.Customers;
using Wangting.Kernel;
using Wangting.Subscriptions;

namespace Wangting.Billing;

/// <summary>Bills an account's recurring prices for the period it is in. An account has one bill a period: asked again, the
/// bill there is is the answer. Nothing to bill is an answer too: a request that came to nothing.</summary>
/// <param name="Id">Of the request; chosen by the door.</param>
/// <param name="AccountId">Without one, the only account of the holder.</param>
/// <param name="HolderId">A customer or party; looked at where no account is named.</param>
public sealed record BillOnDemand(Guid Id, Guid? AccountId, Guid? HolderId, string? Name, string? Description);

public sealed class BillOnDemandHandler(PortalDbContext db, PostBillHandler post, AccountsById accounts, IOptions<OperatorOptions> house, Texts texts, TimeProvider clock)
{
    /// <summary>Days from the bill to when it is to be paid.</summary>
    const int DaysToPay = 20;

    public Task<Outcome<Done>> HandleAsync(BillOnDemand command, Caller caller, CancellationToken ct) => db.OnceAsync<Done>(async () =>
    {
        if (caller.Lacks(BillingPermissions.WriteBills) is { } lacking) return lacking;
        if (command.Name?.Length > 200) return Refusal.Invalid("record.too_long", "name", ("most", 200));
        if (command.Description?.Length > 400) return Refusal.Invalid("record.too_long", "description", ("most", 400));
        if (await AccountAsync(command, ct) is not { } account) return Refusal.Invalid("account.not_known", "billingAccount");
        var now = clock.GetUtcNow().UtcDateTime;
        var (from, to) = PeriodOf(house.Value.DayOf(now), account.CycleDay);
        var bill = await db.Set<Bill>().Where(b => b.AccountId == account.Id && b.PeriodFrom <= from && b.PeriodTo >= from).Select(b => (Guid?)b.Id).FirstOrDefaultAsync(ct);

        if (bill is null)
        {
            var charges = await ChargesAsync(account.Id, from, to, ct);
            if (charges.Count > 0)
            {
                var allowed = caller with { Permissions = caller.Permissions.Append(BillingPermissions.PostBills).ToHashSet(StringComparer.Ordinal) };
                var made = (await post.PrepareAsync([new PostBill(NumberOf(account, from), account.Id, account.CustomerId, account.HolderPartyId, from, to, now, house.Value.DayOf(now).AddDays(DaysToPay), charges)], allowed, ct))[0];
                if (made.IsRefused(out var why, out var posted)) return why;
                bill = posted.Id;
            }
        }
        db.Add(new BillRequest { Id = command.Id, AccountId = account.Id, Name = command.Name, Description = command.Description, AskedAt = now, BillId = bill });
        db.Audit(caller, clock, "bill_demanded", "customerBillOnDemand", command.Id.ToString(), account.HolderPartyId, details: new { account.Number, from });
        return Done.Yes;
    }, ct);

    /// <summary>The period that a day lies in: from the account's day of the month to the day before the next.</summary>
    internal static (DateOnly From, DateOnly To) PeriodOf(DateOnly day, int cycleDay)
    {
        var from = new DateOnly(day.Year, day.Month, cycleDay);
        if (from > day) from = from.AddMonths(-1);
        return (from, from.AddMonths(1).AddDays(-1));
    }

    // A month's fee is a month's fee: nothing is split by days unless a tariff says so, and none does yet.
    async Task<List<BillCharge>> ChargesAsync(Guid account, DateOnly from, DateOnly to, CancellationToken ct)
    {
        var (begins, ends) = (house.Value.StartOf(from), house.Value.StartOf(to.AddDays(1)));
        var fees = await RecurringFees.Of(db).Where(f => f.AccountId == account && f.From < ends && (f.To == null || f.To > begins)).OrderBy(f => f.From).ThenBy(f => f.ProductId).ToListAsync(ct);
        return [.. fees.Where(f => f.Minor != 0).Select(f => new BillCharge(f.IsPlan ? ChargeKind.Plan : ChargeKind.AddOn, Named(f.OfferName), new Money(f.Minor), Money.Zero, f.LineId, f.Identifier))];
    }

    LocalText Named(LocalText name) => name.Words.Values.All(w => w.Length > 0) && name.Words.Count > 0 ? name
        : new(texts.Languages.ToDictionary(l => l, l => texts.Say(l, "enum.ChargeKind." + ChargeKind.Plan), StringComparer.Ordinal));

    static string NumberOf(AccountFacts account, DateOnly from)
    {
        var day = from.ToString("yyyyMMdd", System.Globalization.CultureInfo.InvariantCulture);
        return account.Number.Length <= 50 ? account.Number + "-" + day : account.Id.ToString("N") + "-" + day;
    }

    async Task<AccountFacts?> AccountAsync(BillOnDemand command, CancellationToken ct)
    {
        if (command.AccountId is { } id) return await accounts.FindAsync(id, ct);
        var held = await AccountRows.Of(db).Where(a => a.HolderPartyId == command.HolderId || a.CustomerId == command.HolderId).Select(a => a.Id).Take(2).ToListAsync(ct);
        return held.Count == 1 ? await accounts.FindAsync(held[0], ct) : null;
    }
}
