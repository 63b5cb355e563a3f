using Microsoft.EntityFrameworkCore;
using Wangting.Customers;
using Wangting.Kernel;

namespace Wangting.Subscriptions;

/// <summary>Gives a line with its number to another holder (过户). The new holder gets a new line: nothing of the old one,
/// no call, no bill, no password, is within reach of it.</summary>
/// <param name="UserPersonId">Who will use it, when that is not the new holder.</param>
public sealed record TransferLine(Guid LineId, Guid ToAccountId, Guid? UserPersonId);

public sealed class TransferLineHandler(PortalDbContext db, AccountsById accounts, NumberHolding numbers, TimeProvider clock)
{
    public async Task<Outcome<OpenedLine>> HandleAsync(TransferLine command, Caller caller, CancellationToken ct)
    {
        if (caller.Lacks(SubscriptionsPermissions.ManageLines) is { } lacking) return lacking;
        var old = await db.Set<Line>().SingleOrDefaultAsync(l => l.Id == command.LineId, ct);
        if (old is null) return Refusal.NotFound("line.not_found");
        if (await accounts.FindAsync(command.ToAccountId, ct) is not { State: AccountState.Open } account) return Refusal.NotFound("account.not_found");
        var user = command.UserPersonId ?? account.HolderPartyId;
        if (!(await PartyKinds.PersonsAsync(db, [user], ct)).Contains(user)) return Refusal.Invalid("line.user_unknown", "user");
        if (account.HolderPartyId == old.HolderPartyId) return Refusal.Conflict("line.same_holder");
        if (old.Move(LineState.Ceased) is { } wrong) return wrong;

        var now = clock.GetUtcNow().UtcDateTime;
        old.To = now;
        var line = new Line
        {
            Id = Guid.CreateVersion7(), CustomerId = account.CustomerId, AccountId = account.Id, HolderPartyId = account.HolderPartyId, Kind = old.Kind,
            State = LineState.Active, From = now, UserPersonId = user == account.HolderPartyId ? null : user,
        };
        db.Add(line);
        foreach (var product in await db.Set<Product>().Where(p => p.LineId == old.Id && p.To == null).ToListAsync(ct))
        {
            product.To = now;
            db.Add(new Product
            {
                Id = Guid.CreateVersion7(), CustomerId = line.CustomerId, LineId = line.Id, AccountId = line.AccountId, OfferVersionId = product.OfferVersionId,
                NegotiatedMonthly = product.NegotiatedMonthly, From = now,
            });
        }
        if (await numbers.EndAsync(old, "transferred", now, ct) is { } number && await numbers.BeginAsync(line, number, user, now, ct) is { } refused) return refused;
        await EndGrants.OnLineAsync(db, old.Id, now, ct);
        if (line.UserPersonId is { } other) db.GrantLineToUser(other, line.Id, now);
        db.Audit(caller, clock, "line_given_away", "product", old.Id.ToString("N"), old.HolderPartyId);
        db.Audit(caller, clock, "line_taken_over", "product", line.Id.ToString("N"), line.HolderPartyId);
        await db.SaveChangesAsync(ct);
        return new OpenedLine(line.Id);
    }
}
