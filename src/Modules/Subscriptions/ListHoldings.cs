using Microsoft.EntityFrameworkCore;
using Wangting.Customers;
using Wangting.Kernel;

namespace Wangting.Subscriptions;

/// <summary>One thing a person can look at: a line with the account that pays for it, an account without a line (its last
/// bill is still to be seen), or a line whose account is somebody else's.</summary>
/// <param name="AccountNumber">Null when the caller may not see the account.</param>
/// <param name="IsMine">The caller holds it; else they see it as user, payer, guardian or by a delegation.</param>
public sealed record Holding(Guid? AccountId, string? AccountNumber, string? AccountName, PaymentMode? Mode, int CycleDay, Guid? LineId, LineKind? Kind, string? Label, ServiceIdentifier? Identifier, string? ExternalId, bool IsMine);

/// <summary>What the caller has, living lines first, in one query.</summary>
public sealed class ListHoldings(PortalDbContext db, TimeProvider clock)
{
    /// <summary>More than a page of chips can show; an organisation's lines have a page of their own.</summary>
    public const int Most = 40;

    public async Task<IReadOnlyList<Holding>> HandleAsync(Caller caller, CancellationToken ct)
    {
        var self = caller.ActingFor ?? caller.SubjectId;
        var now = clock.GetUtcNow().UtcDateTime;
        var accounts = GrantedAccounts.Of(db, caller, Right.SeeBill, now);
        var direct = Granted.Lines(db, caller, Right.SeeBill, now);
        var living = db.Set<Line>().Where(l => l.State != LineState.Ceased);
        var rows = await (from account in accounts
                          join line in living on account.Id equals line.AccountId into lines
                          from line in lines.DefaultIfEmpty()
                          select new
                          {
                              AccountId = (Guid?)account.Id, AccountNumber = (string?)account.Number, AccountName = account.Name, Mode = (PaymentMode?)account.Mode, CycleDay = (int?)account.CycleDay,
                              HolderPartyId = account.HolderPartyId, LineId = (Guid?)line!.Id, line.UserPersonId,
                          })
            .Concat(from line in living.Where(l => direct.Contains(l.Id) && !accounts.Any(a => a.Id == l.AccountId))
                    select new
                    {
                        AccountId = (Guid?)null, AccountNumber = (string?)null, AccountName = (string?)null, Mode = (PaymentMode?)null, CycleDay = (int?)null,
                        line.HolderPartyId, LineId = (Guid?)line.Id, line.UserPersonId,
                    })
            .SelectMany(row => db.Set<Line>().Where(l => l.Id == row.LineId).DefaultIfEmpty(), (row, line) => new { row, line })
            .SelectMany(both => db.Set<Tenure>().Where(t => t.LineId == both.row.LineId && t.To == null).OrderBy(t => t.Id).Take(1).DefaultIfEmpty(), (both, tenure) => new
            {
                both.row.AccountId, both.row.AccountNumber, both.row.AccountName, both.row.Mode, both.row.CycleDay, both.row.HolderPartyId, both.row.LineId, both.row.UserPersonId,
                Kind = (LineKind?)both.line!.Kind, both.line.Label, From = (DateTime?)both.line.From,
                ExternalId = both.line.Source == null ? null : both.line.Source.ExternalId,
                IdentifierKind = (IdentifierKind?)tenure!.Kind, Value = tenure.Value,
            })
            .OrderByDescending(r => r.HolderPartyId == self || r.UserPersonId == self).ThenByDescending(r => r.LineId != null).ThenBy(r => r.From).ThenByDescending(r => r.Kind == LineKind.Mobile).ThenBy(r => r.LineId)
            .Take(Most).ToListAsync(ct);
        return [.. rows.Select(r => new Holding(r.AccountId, r.AccountNumber, r.AccountName, r.Mode, r.CycleDay ?? 1, r.LineId, r.Kind, r.Label,
            r.Value is null ? null : new ServiceIdentifier(r.IdentifierKind!.Value, r.Value), r.ExternalId,
            r.HolderPartyId == self || r.UserPersonId == self))];
    }
}
