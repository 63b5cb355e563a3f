using System.Globalization;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Wangting.Kernel;
using Wangting.Notices;

namespace Wangting.Identity;

/// <summary>Makes the code and sends it, if there is somebody to send it to. Away from the request, so that the request
/// takes the same time for everybody; the code itself is never stored, only its hash and the closed message.</summary>
internal sealed class SendCode(PortalDbContext db, TimeProvider clock, SecretColumns secrets, SendNoticeHandler notices, IOptions<SignInRules> rules) : IHandle<CodeWanted>
{
    internal const string Purpose = "identity.code";

    public async Task HandleAsync(CodeWanted what, CancellationToken ct)
    {
        var code = await db.Set<OneTimeCode>().SingleOrDefaultAsync(c => c.Id == what.CodeId, ct);
        if (code is null || code.ExpiresAt <= clock.GetUtcNow().UtcDateTime || !await ResolveAsync(code, ct)) return;
        var digits = RandomNumberGenerator.GetInt32(1_000_000).ToString("D6", CultureInfo.InvariantCulture);
        code.Hash = HashOf(secrets, code.Id, digits);
        await notices.QueueAsync(new SendNotice(
            new Recipient(code.IsByMail ? Medium.Email : Medium.Sms, code.Target, code.Language, code.SubjectId, code.TenureId),
            NoticeClass.Security, $"notice.code.{code.Purpose}",
            new Dictionary<string, object?> { ["code"] = digits, ["minutes"] = (int)rules.Value.CodeLifetime.TotalMinutes },
            DedupeKey: $"code:{code.Id:N}", Secret: true, UselessAfter: code.ExpiresAt), ct);
    }

    /// <summary>The code is hashed with its ticket: the same six digits look different in every row.</summary>
    internal static string HashOf(SecretColumns secrets, Guid id, string digits) => secrets.Hash(Purpose, $"{id:N}:{digits}");

    async Task<bool> ResolveAsync(OneTimeCode code, CancellationToken ct)
    {
        if (code.Purpose == CodePurpose.SetEmail) { code.SubjectId = code.AskedBy; return true; }
        if (code.IsByMail)
        {
            code.SubjectId = await db.Set<Subject>().Where(s => s.EmailKey == code.Target && s.ClosedAt == null).Select(s => (Guid?)s.Id).SingleOrDefaultAsync(ct);
            return code.SubjectId is not null;
        }
        var now = clock.GetUtcNow().UtcDateTime;
        // A fixed line or a broadband account cannot read a short message.
        var handle = await db.Set<NumberHandle>().LiveAt(now)
            .Where(h => h.Value == code.Target && (h.Kind == IdentifierKind.Mobile || h.Kind == IdentifierKind.Iot)).SingleOrDefaultAsync(ct);
        if (handle is null || (handle.SubjectId is null && code.Purpose != CodePurpose.BindNumber)) return false;
        (code.TenureId, code.SubjectId) = (handle.Id, handle.SubjectId);
        return true;
    }
}
