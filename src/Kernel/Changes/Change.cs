using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Wangting.Kernel;

/// <summary>Rows that no kept reading shows (a one-time code, an entry of the ledger whose sum stands elsewhere): changing
/// them need not be told.</summary>
public interface IUnshown;

/// <summary>That a save changed something about these things: written in the save itself, so that it is seen by other nodes
/// exactly when the change is, and not at all when it is not.</summary>
internal sealed class Change
{
    public long Id { get; init; }
    /// <summary>PostgreSQL's transaction id, by which nothing is overlooked that is committed late; 0 on SQLite, whose only
    /// writer gives ids in the order of commits.</summary>
    public long Transaction { get; init; }
    public DateTime At { get; init; }
    /// <summary>Ids, 16 bytes each; empty for <em>anything</em>.</summary>
    public required byte[] About { get; init; }
}

internal sealed class ChangeTable : IEntityTypeConfiguration<Change>
{
    public void Configure(EntityTypeBuilder<Change> builder)
    {
        builder.ToTable("kernel_changes");
        builder.HasIndex(c => c.Transaction);
        builder.HasIndex(c => c.At);
    }
}
