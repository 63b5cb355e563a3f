using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Wangting.Kernel;

namespace Wangting.Identity;

/// <summary>Whom a number belongs to now, for a caller who wants to give that person a right. Counted, so that nobody
/// finds out customers' numbers by asking.</summary>
public sealed class FindPersonByNumber(PortalDbContext db, TimeProvider clock, Limiter limiter, IOptions<OperatorOptions> home)
{
    public async Task<Outcome<Guid>> HandleAsync(string? typed, Caller caller, CancellationToken ct)
    {
        if (!caller.IsPerson) return Refusal.NotAllowed("sign_in.first");
        if (SignInName.Read(typed, home.Value.Country) is not { Kind: SignInNameKind.Phone } name) return Refusal.Invalid("number.unreadable", "Number");
        if (await limiter.TakeAsync(ct, (LimitName.FindPerson, caller.SubjectId.ToString())) is { } tooOften) return tooOften;
        var found = await db.Set<NumberHandle>().LiveAt(clock.GetUtcNow().UtcDateTime).Where(h => h.Value == name.Value && h.SubjectId != null).Select(h => h.SubjectId).FirstOrDefaultAsync(ct);
        return found is { } id ? id : Refusal.Invalid("delegation.person_unknown", "Number");
    }
}
