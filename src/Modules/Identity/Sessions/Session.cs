using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Wangting.Kernel;

namespace Wangting.Identity;

/// <summary>How somebody showed who they are.</summary>
public enum ProofMethod { Code, EmailCode, Password, Passkey, QrCode }

/// <summary>One signed-in browser. The cookie names the row; the row decides, at every request.</summary>
internal sealed class Session
{
    public Guid Id { get; init; }
    public Guid SubjectId { get; init; }
    /// <summary>The number it was opened with; the session ends when that tenure does. Null for passkey and e-mail.</summary>
    public Guid? TenureId { get; init; }
    public Guid DeviceId { get; init; }
    public Channel Channel { get; init; }
    public DateTime StartedAt { get; init; }
    public DateTime SeenAt { get; set; }
    public DateTime ExpiresAt { get; init; }
    public DateTime? EndedAt { get; set; }
    public string? Address { get; set; }

    // The last proof, and when each factor was last shown (two together are strong).
    public Assurance Level { get; private set; }
    public DateTime ProvenAt { get; private set; }
    public bool ByLine { get; private set; }
    public ProofMethod Method { get; private set; }
    public DateTime? HadAt { get; private set; }
    public DateTime? KnownAt { get; private set; }

    public Proof Proof => new(Level, ProvenAt, ByLine);

    /// <summary>Takes a new proof in: what one <em>has</em> (the line, the mailbox) and what one <em>knows</em> (the
    /// service password) within the same quarter of an hour are two factors and together strong.</summary>
    public void Prove(ProofMethod method, DateTime now)
    {
        Method = method;
        ProvenAt = now;
        if (method is ProofMethod.Code or ProofMethod.EmailCode) HadAt = now;
        if (method is ProofMethod.Password) KnownAt = now;
        var both = now - HadAt <= Together && now - KnownAt <= Together;
        Level = method == ProofMethod.Passkey || both ? Assurance.Strong : Assurance.Proven;
        ByLine = method == ProofMethod.Code && !both;
    }

    /// <summary>A phone that scanned a code lends its own proof, no more.</summary>
    public void Lend(Proof proof) => (Method, Level, ProvenAt, ByLine) = (ProofMethod.QrCode, proof.Level, proof.At, proof.ByLine);

    static readonly TimeSpan Together = TimeSpan.FromMinutes(15);
}

internal sealed class SessionTable : IEntityTypeConfiguration<Session>
{
    public void Configure(EntityTypeBuilder<Session> builder)
    {
        builder.ToTable("identity_sessions");
        builder.Ignore(s => s.Proof);
        builder.Property(s => s.Address).HasMaxLength(60);
        builder.HasIndex(s => new { s.SubjectId, s.EndedAt });
        builder.HasIndex(s => s.TenureId);
        builder.HasIndex(s => s.ExpiresAt);
    }
}
