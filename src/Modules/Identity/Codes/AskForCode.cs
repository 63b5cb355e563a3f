using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Wangting.Kernel;

namespace Wangting.Identity;

/// <summary>Asks for a code. Whether the number is anybody's does not show: not in the answer, not in what is stored, not
/// in the time it takes.</summary>
/// <param name="To">Number or e-mail address as typed; for <see cref="CodePurpose.Prove"/> null, meaning the number or
/// address one is signed in with.</param>
public sealed record AskForCode(CodePurpose Purpose, string? To, string? DeviceKey);

/// <param name="Ticket">To be given back with the code.</param>
/// <param name="SentTo">Where it went, masked.</param>
public sealed record CodeTicket(Guid Ticket, string SentTo, DateTime ExpiresAt);

/// <summary>Told to the outbox, which finds out whether there is somebody to send a code to.</summary>
public sealed record CodeWanted(Guid CodeId);

public sealed class AskForCodeHandler(PortalDbContext db, TimeProvider clock, SecretColumns secrets, Limiter limiter, IOptions<SignInRules> rules, IOptions<OperatorOptions> home)
{
    public async Task<Outcome<CodeTicket>> HandleAsync(AskForCode command, Caller caller, CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        if (command.Purpose != CodePurpose.SignIn && !caller.IsPerson) return Refusal.NotAllowed("sign_in.first");
        // A new way in is given to nobody who walked up to an open screen.
        if (command.Purpose == CodePurpose.SetEmail && caller.Needs(Assurance.Proven, rules.Value.FreshProof, now) is { } prove) return prove;

        var typed = command.Purpose == CodePurpose.Prove ? await OwnTargetAsync(caller, ct) : command.To;
        var name = SignInName.Read(typed, home.Value.Country);
        if (Unfit(command.Purpose, name) is { } unfit) return unfit;
        var target = name!.Value.Value;

        var device = command.DeviceKey is { Length: > 0 } key ? secrets.Hash(Device.Purpose, key) : null;
        // A browser without a key is nobody's: the question differs by the browser, never by the number.
        var known = device is not null && await db.Set<NumberHandle>().AnyAsync(h => h.Value == target && h.Until == null
            && db.Set<Device>().Any(d => d.SubjectId == h.SubjectId && d.KeyHash == device && d.RemovedAt == null), ct);
        if (await limiter.TakeAsync(ct,
            known ? (LimitName.CodeKnownDevice, target + device) : (LimitName.CodeNumber, target),
            (LimitName.CodeDevice, device ?? caller.Address ?? ""),
            (LimitName.CodeAddress, caller.Address ?? "")) is { } tooOften) return tooOften;

        var code = new OneTimeCode
        {
            // Random through and through (a version 7 id tells its time): this one is a secret of the asking browser.
            Id = Tickets.New(),
            Purpose = command.Purpose,
            Target = target,
            AskedBy = caller.IsPerson ? caller.SubjectId : null,
            Language = caller.Language,
            AskedAt = now,
            ExpiresAt = now + rules.Value.CodeLifetime,
            TriesLeft = rules.Value.CodeTries,
        };
        db.Add(code);
        db.Tell(new CodeWanted(code.Id), clock);
        await db.SaveChangesAsync(ct);
        return new CodeTicket(code.Id, name.Value.Kind == SignInNameKind.Email ? Mask.Email(target) : Mask.Phone(target), code.ExpiresAt);
    }

    async Task<string?> OwnTargetAsync(Caller caller, CancellationToken ct) => caller.TenureId is { } tenure
        ? await db.Set<NumberHandle>().Where(h => h.Id == tenure).Select(h => h.Value).SingleOrDefaultAsync(ct)
        : await db.Set<Subject>().Where(s => s.Id == caller.SubjectId).Select(s => s.Email).SingleOrDefaultAsync(ct);

    static Refusal? Unfit(CodePurpose purpose, SignInName? name) => (purpose, name?.Kind) switch
    {
        (_, null) => Refusal.Invalid("code.target_unreadable", nameof(AskForCode.To)),
        (_, SignInNameKind.Account) => Refusal.Invalid("code.not_for_accounts", nameof(AskForCode.To)),
        (CodePurpose.SetEmail, not SignInNameKind.Email) => Refusal.Invalid("email.unreadable", nameof(AskForCode.To)),
        (CodePurpose.BindNumber, not SignInNameKind.Phone) => Refusal.Invalid("number.unreadable", nameof(AskForCode.To)),
        _ => null,
    };
}
