using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Wangting.Kernel;

namespace Wangting.Billing;

/// <summary>Asks the owner what an account's latest bills are made up of, each once, after their sums are here: figures do not
/// wait for it. Charges that do not add up to their bill are not shown; its total stands alone.</summary>
public sealed partial class ItemiseBills(PortalDbContext db, IOwnersBills bills, IOptions<MirrorOptions> options, ILogger<ItemiseBills> log)
{
    /// <summary>A year, as <see cref="ListBillsHandler.PageSize"/>: older ones have been forgotten by most who could ask.</summary>
    const int Latest = 12;
    const int MostCharges = 2000, LongestText = 200, MostWrong = 2;

    public async Task HandleAsync(Guid account, CancellationToken ct)
    {
        var system = options.Value.System;
        var latest = await db.Set<Bill>().Where(b => b.AccountId == account && b.Source!.System == system).OrderByDescending(b => b.PeriodFrom).ThenByDescending(b => b.Number).Take(Latest)
            .Select(b => new { b.Id, b.Number, Source = b.Source! }).AsNoTracking().ToListAsync(ct);
        var wrong = 0;
        foreach (var bill in latest.Where(b => b.Source.Version?.EndsWith(Alignment.Itemised, StringComparison.Ordinal) != true))
        {
            if ((await bills.ChargesAsync(bill.Source.ExternalId, ct)).IsRefused(out var no, out var charges))
            {
                NotTaken(bill.Number, no.Code, no.Details?.GetValueOrDefault("detail") as string);
                // What failed is asked for again at the next refresh, and does not keep the owner busy with twelve questions.
                if (no.Code == "mirror.unreachable" || ++wrong == MostWrong) return;
                continue;
            }
            await TakeAsync(bill.Id, bill.Source, charges, ct);
        }
    }

    Task<Outcome<Done>> TakeAsync(Guid id, RecordSource of, IReadOnlyList<OwnersCharge> charges, CancellationToken ct) => db.OnceAsync<Done>(async () =>
    {
        var bill = await db.Set<Bill>().Include(b => b.Lines).SingleAsync(b => b.Id == id, ct);
        if (bill.Source != of) return Done.Yes; // another bill by now, or another node was here
        bill.Source = of with { Version = of.Version + Alignment.Itemised };
        if (!AddUp(charges, bill.Total)) return Done.Yes;
        bill.Lines.Clear();
        bill.Lines.AddRange(charges.Select((charge, i) => new BillLine
        {
            Id = Guid.CreateVersion7(), BillId = id, Ordinal = i + 1, ServiceIdentifier = charge.ServiceIdentifier, Kind = charge.Kind, Amount = charge.Amount, Tax = charge.Tax,
            Text = LocalText.Of(charge.Text, charge.Text),
        }));
        return Done.Yes;
    }, ct);

    internal static bool AddUp(IReadOnlyList<OwnersCharge> charges, Money total) =>
        charges.Count is > 0 and <= MostCharges && charges.All(c => Limits.Holds(c.Amount) && Limits.Holds(c.Tax) && c.Text.Length is > 0 and <= LongestText && c.ServiceIdentifier is null or { Length: <= 100 })
        && charges.Aggregate((Int128)0, (sum, c) => sum + c.Amount.Minor) == total.Minor;

    [LoggerMessage(Level = LogLevel.Warning, Message = "Charges of bill {Bill} could not be taken: {Code} {Detail}")]
    partial void NotTaken(string bill, string code, string? detail);
}
