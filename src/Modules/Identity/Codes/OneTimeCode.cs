using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Wangting.Kernel;

namespace Wangting.Identity;

public enum CodePurpose { SignIn, Prove, BindNumber, SetEmail }

/// <summary>One code that was asked for. A row is made for every request, also for a number nobody has: what happens in
/// the request is the same, and only the outbox finds out whether there is somebody to send a code to.</summary>
internal sealed class OneTimeCode : IVersioned, IUnshown
{
    /// <summary>Known to the asking browser alone; a code is worth nothing without it.</summary>
    public Guid Id { get; init; }
    public CodePurpose Purpose { get; init; }
    /// <summary>The number (E.164) or e-mail address it goes to, as it was understood.</summary>
    public required string Target { get; init; }
    /// <summary>Who asked, where somebody was signed in: no other may use it.</summary>
    public Guid? AskedBy { get; init; }
    /// <summary>Found by the outbox; null for ever when the target is nobody's.</summary>
    public Guid? TenureId { get; set; }
    public Guid? SubjectId { get; set; }
    /// <summary>Keyed hash of id and code; null until the outbox made one, and for ever for nobody's target.</summary>
    public string? Hash { get; set; }
    public required string Language { get; init; }
    public DateTime AskedAt { get; init; }
    public DateTime ExpiresAt { get; init; }
    public int TriesLeft { get; set; }
    public DateTime? UsedAt { get; set; }
    public int Version { get; set; }

    public bool IsByMail => Target.Contains('@', StringComparison.Ordinal);

    /// <summary>Tries a code; each try counts, right or wrong, and a right one is used up. The caller saves before it
    /// answers: of two tries at the same moment one loses by the version.</summary>
    /// <returns>The refusal, or null when it was right.</returns>
    public Refusal? Try(string? typed, Func<string, string> hash, DateTime now)
    {
        if (UsedAt is not null) return Refusal.Conflict("code.used");
        if (ExpiresAt <= now) return Refusal.NotAllowed("code.expired");
        if (TriesLeft <= 0) return Refusal.NotAllowed("code.exhausted");
        var digits = Digits(typed);
        if (digits.Length != Length) return Refusal.Invalid("code.not_six_digits", "Code");
        TriesLeft--;
        // Compared also when there is no code: the same work for nobody's number.
        var right = CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(hash(digits)), Encoding.ASCII.GetBytes(Hash ?? new string('-', 64)));
        if (!right) return TriesLeft == 0 ? Refusal.NotAllowed("code.exhausted") : Refusal.Invalid("code.wrong", "Code", ("left", TriesLeft));
        UsedAt = now;
        return null;
    }

    public const int Length = 6;

    static string Digits(string? typed) => typed is null || typed.Length > 40 ? "" :
        string.Concat(typed.Normalize(NormalizationForm.FormKC).Where(c => !char.IsWhiteSpace(c) && c != '-')) is var text && text.All(char.IsAsciiDigit) ? text : "";
}

internal sealed class OneTimeCodeTable : IEntityTypeConfiguration<OneTimeCode>
{
    public void Configure(EntityTypeBuilder<OneTimeCode> builder)
    {
        builder.ToTable("identity_codes");
        builder.Property(c => c.Target).HasMaxLength(254);
        builder.Property(c => c.Hash).HasMaxLength(64);
        builder.Property(c => c.Language).HasMaxLength(20);
        builder.HasIndex(c => c.ExpiresAt);
        builder.HasIndex(c => c.TenureId);
    }
}
