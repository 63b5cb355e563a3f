using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Wangting.Kernel;

namespace Wangting.Identity;

/// <summary>The person who speaks from a number, as an access network tells it: SMS, USSD, WAP, a caller's number.</summary>
/// <param name="Number">As the network writes it.</param>
public sealed record FindLineUser(string Number, Channel Channel, string? Address = null, string? Language = null);

public sealed class FindLineUserHandler(PortalDbContext db, TimeProvider clock, IOptions<OperatorOptions> home)
{
    /// <summary>The caller, at the level of the line: whoever holds the phone, who need not be the line's holder.
    /// A number nobody here uses gives nobody, with no tenure.</summary>
    public async Task<Caller> HandleAsync(FindLineUser query, CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var nobody = Caller.Nobody(query.Channel, query.Language ?? "zh-CN") with { Address = query.Address };
        if (!PhoneNumber.TryParse(query.Number, home.Value.Country, out var number)) return nobody;
        var found = await db.Set<NumberHandle>().AsNoTracking().LiveAt(now).Where(h => h.Value == number.E164 && h.SubjectId != null)
            .Join(db.Set<Subject>().Where(s => s.ClosedAt == null), h => h.SubjectId, s => s.Id, (h, s) => new { h.Id, SubjectId = s.Id, s.Language }).SingleOrDefaultAsync(ct);
        return found is null ? nobody : new Caller
        {
            Kind = CallerKind.Person,
            Channel = query.Channel,
            SubjectId = found.SubjectId,
            TenureId = found.Id,
            Proof = new Proof(Assurance.Line, now, ByLine: true),
            Language = query.Language ?? found.Language ?? nobody.Language,
            Address = query.Address,
        };
    }
}
