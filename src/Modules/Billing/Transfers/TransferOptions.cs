using System.ComponentModel.DataAnnotations;

namespace Wangting.Billing;

/// <summary>What may be sent from one account to another. Section <c>Transfer</c>; sums in minor units.</summary>
public sealed class TransferOptions
{
    [Range(1, 1_000_000, ErrorMessage = "Transfer:Least is 1 to 1000000 minor units (分).")]
    public long Least { get; set; } = 100;

    /// <summary>In one transfer.</summary>
    [Range(1, 100_000_000, ErrorMessage = "Transfer:Most is 1 to 100000000 minor units (分).")]
    public long Most { get; set; } = 10_000;

    /// <summary>From one account within 24 hours.</summary>
    [Range(1, 100_000_000, ErrorMessage = "Transfer:MostADay is 1 to 100000000 minor units (分).")]
    public long MostADay { get; set; } = 20_000;

    [Range(0, 60, ErrorMessage = "Transfer:UndoMinutes is 0 to 60.")]
    public int UndoMinutes { get; set; } = 5;
}
