using Wangting.Kernel;

namespace Wangting.Storage.Synthetic;

/// <summary>A part of a province: rows of many tables, made at once and stored at once.</summary>
internal interface IPart : IRows
{
    long Rows { get; }
}

/// <summary>Puts parts into an empty database in one transaction: all of it is there in the end, or nothing.</summary>
internal interface ILoad : IAsyncDisposable
{
    /// <summary>A part to be filled, by any thread.</summary>
    IPart NewPart();

    /// <summary>Opens the transaction and takes away what would slow each row down: keys and indexes.</summary>
    /// <returns>Why it cannot begin.</returns>
    Task<Refusal?> BeginAsync(CancellationToken ct);

    /// <summary>Stores a part and takes it back to be filled again.</summary>
    Task StoreAsync(IPart part, CancellationToken ct);

    /// <summary>Makes keys and indexes anew, which proves them, and lets the database count what it holds.</summary>
    Task FinishAsync(CancellationToken ct);

    Task CommitAsync(CancellationToken ct);
}
