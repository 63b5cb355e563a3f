using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Wangting.Kernel;
using Wangting.Notices;

namespace Wangting.Identity;

/// <summary>The browser that signs in.</summary>
/// <param name="DeviceKey">The value of its device cookie, if it has one.</param>
/// <param name="Name">What it says it is, short: "Chrome · Android".</param>
public sealed record Browser(string? DeviceKey, string Name);

/// <summary>What every way of signing in answers.</summary>
/// <param name="DeviceKey">For the device cookie, which outlives the session.</param>
public sealed record SignedIn(Guid SessionId, Guid SubjectId, string DeviceKey, DateTime ExpiresAt);

/// <summary>The last step of every way of signing in, in that operation's unit of work: device, session, audit, and a
/// word to the owner when the device is new.</summary>
public sealed class OpenSession(PortalDbContext db, TimeProvider clock, SecretColumns secrets, SendNoticeHandler notices, IOptions<SignInRules> rules)
{
    internal async Task<SignedIn> AddAsync(Guid subject, Guid? tenure, Browser browser, Caller caller, ProofMethod method, Proof? lent, CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var key = browser.DeviceKey is { Length: > 20 and < 100 } had ? had : Tickets.Key();
        var device = await DeviceAsync(subject, key, browser.Name, now, ct);
        var session = new Session
        {
            Id = Guid.CreateVersion7(),
            SubjectId = subject,
            TenureId = tenure,
            DeviceId = device.Id,
            Channel = caller.Channel,
            StartedAt = now,
            SeenAt = now,
            ExpiresAt = now + rules.Value.SessionLifetime,
            Address = caller.Address,
        };
        if (lent is { } proof) session.Lend(proof);
        else session.Prove(method, now);
        db.Add(session);
        db.Audit(caller with { Kind = CallerKind.Person, SubjectId = subject }, clock, "signed_in", "session", session.Id.ToString(), subject, details: new { method, device.Name });
        return new SignedIn(session.Id, subject, key, session.ExpiresAt);
    }

    async Task<Device> DeviceAsync(Guid subject, string key, string name, DateTime now, CancellationToken ct)
    {
        var hash = secrets.Hash(Device.Purpose, key);
        // This one if they have it, or else any: whether it is their first decides about the warning.
        var any = await db.Set<Device>().Where(d => d.SubjectId == subject).OrderByDescending(d => d.KeyHash == hash).FirstOrDefaultAsync(ct);
        var device = any?.KeyHash == hash ? any : null;
        if (device is null)
        {
            device = new Device { Id = Guid.CreateVersion7(), SubjectId = subject, KeyHash = hash, Name = name, FirstSeenAt = now };
            db.Add(device);
            if (any is not null) await WarnAsync(subject, device, now, ct);
        }
        (device.Name, device.SeenAt, device.RemovedAt) = (name, now, null);
        return device;
    }

    async Task WarnAsync(Guid subject, Device device, DateTime now, CancellationToken ct)
    {
        // To a number that was theirs before this moment, so that it also reaches the owner when a stranger signed in.
        var line = await db.Set<NumberHandle>().LiveAt(now).Where(h => h.SubjectId == subject && h.Kind == IdentifierKind.Mobile).OrderBy(h => h.Since)
            .Select(h => new { h.Id, h.Value, Language = db.Set<Subject>().Where(s => s.Id == subject).Select(s => s.Language).FirstOrDefault() }).FirstOrDefaultAsync(ct);
        if (line is null) return;
        await notices.QueueAsync(new SendNotice(new Recipient(Medium.Sms, line.Value, line.Language ?? Texts.Fallback, subject, line.Id), NoticeClass.Security,
            "notice.new_device", new Dictionary<string, object?> { ["device"] = device.Name, ["at"] = now }), ct);
    }
}
