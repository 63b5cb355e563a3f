using System.Globalization;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Wangting.Kernel;
using Wangting.Notices;

namespace Wangting.Identity;

/// <summary>Makes codes and sends them, where there is somebody to send them to. Away from the request, so that the request
/// takes the same time for everybody; the code itself is never stored, only its hash and the closed message.</summary>
internal sealed class SendCode(PortalDbContext db, TimeProvider clock, SecretColumns secrets, SendNoticeHandler notices, IOptions<SignInRules> rules) : IHandleMany<CodeWanted>
{
    internal const string Purpose = "identity.code";

    public async Task HandleAsync(IReadOnlyList<Told<CodeWanted>> all, CancellationToken ct)
    {
        var (ids, now) = (all.Select(t => t.What.CodeId).ToArray(), clock.GetUtcNow().UtcDateTime);
        var codes = await db.Set<OneTimeCode>().Where(c => ids.Contains(c.Id) && c.ExpiresAt > now).ToListAsync(ct);
        var (numbers, mailboxes) = (await NumbersAsync(codes, now, ct), await MailboxesAsync(codes, ct));
        foreach (var code in codes)
            if (Resolve(code, numbers, mailboxes)) await SendAsync(code, ct);
    }

    async Task SendAsync(OneTimeCode code, CancellationToken ct)
    {
        var digits = RandomNumberGenerator.GetInt32(1_000_000).ToString("D6", CultureInfo.InvariantCulture);
        code.Hash = HashOf(secrets, code.Id, digits);
        // No key against a second one: who makes a second code finds this one's version changed.
        await notices.QueueAsync(new SendNotice(
            new Recipient(code.IsByMail ? Medium.Email : Medium.Sms, code.Target, code.Language, code.SubjectId, code.TenureId),
            NoticeClass.Security, $"notice.code.{code.Purpose}",
            new Dictionary<string, object?> { ["code"] = digits, ["minutes"] = (int)rules.Value.CodeLifetime.TotalMinutes },
            Secret: true, UselessAfter: code.ExpiresAt), ct);
    }

    /// <summary>The code is hashed with its ticket: the same six digits look different in every row.</summary>
    internal static string HashOf(SecretColumns secrets, Guid id, string digits) => secrets.Hash(Purpose, $"{id:N}:{digits}");

    static bool Resolve(OneTimeCode code, ILookup<string, NumberHandle> numbers, ILookup<string?, Guid> mailboxes)
    {
        if (code.Purpose == CodePurpose.SetEmail) { code.SubjectId = code.AskedBy; return true; }
        if (code.IsByMail)
        {
            code.SubjectId = mailboxes[code.Target].Cast<Guid?>().SingleOrDefault();
            return code.SubjectId is not null;
        }
        var handle = numbers[code.Target].SingleOrDefault();
        if (handle is null || (handle.SubjectId is null && code.Purpose != CodePurpose.BindNumber)) return false;
        (code.TenureId, code.SubjectId) = (handle.Id, handle.SubjectId);
        return true;
    }

    async Task<ILookup<string, NumberHandle>> NumbersAsync(List<OneTimeCode> codes, DateTime now, CancellationToken ct)
    {
        var targets = codes.Where(c => !c.IsByMail).Select(c => c.Target).Distinct().ToArray();
        // A fixed line or a broadband account cannot read a short message.
        return (targets.Length == 0 ? [] : await db.Set<NumberHandle>().AsNoTracking().LiveAt(now)
            .Where(h => targets.Contains(h.Value) && (h.Kind == IdentifierKind.Mobile || h.Kind == IdentifierKind.Iot)).ToListAsync(ct)).ToLookup(h => h.Value);
    }

    async Task<ILookup<string?, Guid>> MailboxesAsync(List<OneTimeCode> codes, CancellationToken ct)
    {
        var targets = codes.Where(c => c.IsByMail).Select(c => c.Target).Distinct().ToArray();
        return (targets.Length == 0 ? [] : await db.Set<Subject>().AsNoTracking()
            .Where(s => targets.Contains(s.EmailKey) && s.ClosedAt == null).Select(s => new { s.EmailKey, s.Id }).ToListAsync(ct)).ToLookup(s => s.EmailKey, s => s.Id);
    }
}
