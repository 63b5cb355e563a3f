using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Identity;

/// <summary>The language a person wants to be spoken to in, on every device and in messages; null follows the browser.</summary>
public sealed record SetLanguage(string? Language);

public sealed class SetLanguageHandler(PortalDbContext db, Texts texts)
{
    public async Task<Outcome<Done>> HandleAsync(SetLanguage command, Caller caller, CancellationToken ct)
    {
        var subject = await db.Set<Subject>().SingleOrDefaultAsync(s => s.Id == caller.SubjectId, ct);
        if (subject is null || !caller.IsPerson) return Refusal.NotAllowed("sign_in.first");
        if (command.Language is not null && !texts.Languages.Contains(command.Language)) return Refusal.Invalid("language.unknown", nameof(command.Language));
        subject.Language = command.Language;
        await db.SaveChangesAsync(ct);
        return Done.Yes;
    }
}
