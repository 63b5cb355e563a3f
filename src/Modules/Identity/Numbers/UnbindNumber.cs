using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Identity;

/// <summary>Lets a bound number go, and the rights that came with it. Also open to the line's own user: whoever bound my
/// number, I can end it.</summary>
public sealed record UnbindNumber(Guid BindingId);

/// <summary>A binding has ended, by its person, by the line's user or with the tenure.</summary>
public sealed record NumberUnbound(Guid SubjectId, Guid TenureId);

public sealed class UnbindNumberHandler(PortalDbContext db, TimeProvider clock)
{
    public async Task<Outcome<Done>> HandleAsync(UnbindNumber command, Caller caller, CancellationToken ct)
    {
        var binding = await db.Set<NumberBinding>().SingleOrDefaultAsync(b => b.Id == command.BindingId && b.EndedAt == null && caller.Kind == CallerKind.Person
            && (b.SubjectId == caller.SubjectId || db.Set<NumberHandle>().Any(h => h.Id == b.TenureId && h.SubjectId == caller.SubjectId)), ct);
        if (binding is null) return Refusal.NotFound("number.not_found");
        binding.EndedAt = clock.GetUtcNow().UtcDateTime;
        db.Tell(new NumberUnbound(binding.SubjectId, binding.TenureId), clock);
        db.Audit(caller, clock, "number_unbound", "number", binding.TenureId.ToString(), binding.SubjectId);
        await db.SaveChangesAsync(ct);
        return Done.Yes;
    }
}
