using Microsoft.EntityFrameworkCore;
using Wangting.Customers;
using Wangting.Kernel;

namespace Wangting.Subscriptions;

/// <summary>One thing a person can look at: a line with the account that pays for it, an account without a line (its last
/// bill is still to be seen), or a line whose account is somebody else's.</summary>
/// <param name="AccountNumber">Null when the caller may not see the account.</param>
/// <param name="IsMine">The caller holds it; else they see it as user, payer, guardian or by a delegation.</param>
public sealed record Holding(Guid? AccountId, string? AccountNumber, string? AccountName, PaymentMode? Mode, int CycleDay, Guid? LineId, LineKind? Kind, string? Label, ServiceIdentifier? Identifier, string? ExternalId, bool IsMine)
{
    /// <summary>Who answers for the account; null when the caller may not see it.</summary>
    public Guid? AccountHolder { get; init; }
}

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
                              AccountHolder = (Guid?)account.HolderPartyId, Holder = account.HolderPartyId, LineId = (Guid?)line!.Id, line.UserPersonId,
                              Kind = (string?)(object?)line.Kind, line.Label, From = (DateTime?)line.From, ExternalId = line.Source == null ? null : line.Source.ExternalId,
                          })
            .Concat(from line in living.Where(l => direct.Contains(l.Id) && !accounts.Any(a => a.Id == l.AccountId))
                    select new
                    {
                        AccountId = (Guid?)null, AccountNumber = (string?)null, AccountName = (string?)null, Mode = (PaymentMode?)null, CycleDay = (int?)null,
                        AccountHolder = (Guid?)null, Holder = line.HolderPartyId, LineId = (Guid?)line.Id, line.UserPersonId,
                        Kind = (string?)(object?)line.Kind, line.Label, From = (DateTime?)line.From, ExternalId = line.Source == null ? null : line.Source.ExternalId,
                    })
            .OrderByDescending(r => r.Holder == self || r.UserPersonId == self).ThenByDescending(r => r.LineId != null).ThenBy(r => r.From).ThenByDescending(r => r.Kind == nameof(LineKind.Mobile)).ThenBy(r => r.LineId)
            .First(Most)
            // Looked up for the rows that are shown: a join would number every tenure there is first.
            .Select(r => new
            {
                Row = r,
                Called = db.Set<Tenure>().Where(t => t.LineId == r.LineId && t.To == null).OrderBy(t => t.Id).Select(t => (string?)(object)t.Kind).FirstOrDefault(),
                Value = db.Set<Tenure>().Where(t => t.LineId == r.LineId && t.To == null).OrderBy(t => t.Id).Select(t => t.Value).FirstOrDefault(),
            })
            .ToListAsync(ct);
        return [.. rows.Select(r => new Holding(r.Row.AccountId, r.Row.AccountNumber, r.Row.AccountName, r.Row.Mode, r.Row.CycleDay ?? 1, r.Row.LineId, r.Row.Kind is { } kind ? Enum.Parse<LineKind>(kind) : null, r.Row.Label,
            r.Value is null ? null : new ServiceIdentifier(Enum.Parse<IdentifierKind>(r.Called!), r.Value), r.Row.ExternalId,
            r.Row.Holder == self || r.Row.UserPersonId == self) { AccountHolder = r.Row.AccountHolder })];
    }
}
