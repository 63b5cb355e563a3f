using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Identity;

/// <summary>Adds a member of staff, who enrols at the first sign-in.</summary>
/// <param name="Name">What they sign in with: letters, digits, <c>. _ -</c>.</param>
/// <param name="Roles">Names of roles; only roles whose every permission the caller has.</param>
/// <param name="Area">Where the roles hold; null is the whole cell.</param>
public sealed record AddStaff(string Name, string DisplayName, IReadOnlyList<string> Roles, string? Area = null);

/// <param name="OneTimePassword">Shown this once; it opens enrolment and nothing else.</param>
public sealed record NewStaff(Guid Id, string Name, string OneTimePassword, DateTime Until);

public sealed partial class AddStaffHandler(PortalDbContext db, StaffPasswords passwords, TimeProvider clock)
{
    internal static readonly TimeSpan OneTime = TimeSpan.FromDays(3);

    public async Task<Outcome<NewStaff>> HandleAsync(AddStaff command, Caller caller, CancellationToken ct)
    {
        if (caller.Lacks(IdentityPermissions.ManageStaff) is { } lacking) return lacking;
        string? area = null;
        if (!string.IsNullOrWhiteSpace(command.Area) && (area = Areas.Read(command.Area)) is null) return Refusal.Invalid("staff.area", nameof(command.Area), ("most", Areas.Longest));
        if (!GoodName().IsMatch(command.Name)) return Refusal.Invalid("staff.name_invalid", nameof(command.Name));
        if (command.DisplayName.Length is 0 or > 100) return Refusal.Invalid("staff.display_name", nameof(command.DisplayName));
        var key = StaffMember.KeyOf(command.Name);
        var taken = await db.Set<StaffMember>().AnyAsync(s => s.NameKey == key, ct);
        var found = await StaffRights.RolesAsync(db, command.Roles, ct);

        if (taken) return Refusal.Conflict("staff.name_taken");
        if (StaffRights.MayGive(found, command.Roles, area, caller) is { } refused) return refused;

        var now = clock.GetUtcNow().UtcDateTime;
        var password = StaffSecrets.MakeOneTimePassword();
        var member = new StaffMember
        {
            Id = Guid.CreateVersion7(),
            Name = command.Name,
            NameKey = key,
            DisplayName = command.DisplayName,
            OneTimeUntil = now + OneTime,
            CreatedAt = now,
        };
        member.PasswordHash = passwords.Hash(password);
        db.Add(member);
        db.AddRange(found.Select(r => new StaffPost { Id = Guid.CreateVersion7(), StaffId = member.Id, RoleId = r.Id, Area = area }));
        db.Audit(caller, clock, "staff_added", "staff", member.Id.ToString(), details: new { member.Name, command.Roles, area });
        await db.SaveChangesAsync(ct);
        return new NewStaff(member.Id, member.Name, password, now + OneTime);
    }

    [System.Text.RegularExpressions.GeneratedRegex(@"^[\p{L}\p{Nd}][\p{L}\p{Nd}._-]{1,58}$", System.Text.RegularExpressions.RegexOptions.CultureInvariant)]
    private static partial System.Text.RegularExpressions.Regex GoodName();
}
