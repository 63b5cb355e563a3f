using Wangting.Customers;
using Wangting.Kernel;

namespace Wangting.Subscriptions;

/// <summary>Puts a line into use on an account.</summary>
/// <param name="Number">Null for a service that is known by none.</param>
/// <param name="UserPersonId">Who uses it, when that is not the holder; an organisation's line always names one.</param>
public sealed record OpenLine(Guid AccountId, LineKind Kind, ServiceIdentifier? Number, Guid? UserPersonId, string? Label);

public sealed record OpenedLine(Guid LineId);

public sealed class OpenLineHandler(PortalDbContext db, AccountsById accounts, NumberHolding numbers, TimeProvider clock)
{
    public async Task<Outcome<OpenedLine>> HandleAsync(OpenLine command, Caller caller, CancellationToken ct)
    {
        if (caller.Lacks(SubscriptionsPermissions.ManageLines) is { } lacking) return lacking;
        if (await accounts.FindAsync(command.AccountId, ct) is not { State: AccountState.Open } account) return Refusal.NotFound("account.not_found");
        var persons = await PartyKinds.PersonsAsync(db, [account.HolderPartyId, command.UserPersonId ?? account.HolderPartyId], ct);

        var user = command.UserPersonId ?? account.HolderPartyId;
        if (!persons.Contains(user)) return Refusal.Invalid("line.user_unknown", "user");
        var now = clock.GetUtcNow().UtcDateTime;
        var line = new Line
        {
            Id = Guid.CreateVersion7(), CustomerId = account.CustomerId, AccountId = account.Id, HolderPartyId = account.HolderPartyId, Kind = command.Kind,
            State = LineState.Active, Label = command.Label, From = now, UserPersonId = user == account.HolderPartyId ? null : user,
        };

        db.Add(line);
        if (command.Number is { } number && await numbers.BeginAsync(line, number, user, now, ct) is { } refused) return refused;
        if (line.UserPersonId is { } other) db.GrantLineToUser(other, line.Id, now);
        db.Audit(caller, clock, "line_opened", "product", line.Id.ToString("N"), line.HolderPartyId);
        await db.SaveChangesAsync(ct);
        return new OpenedLine(line.Id);
    }
}
