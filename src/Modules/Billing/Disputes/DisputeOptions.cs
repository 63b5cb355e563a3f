using System.ComponentModel.DataAnnotations;

namespace Wangting.Billing;

/// <summary>Section <c>Disputes</c>.</summary>
public sealed class DisputeOptions
{
    /// <summary>For how many days after a bill was issued its lines can be disputed here; later a person must be asked.</summary>
    [Range(1, 3650, ErrorMessage = "Disputes:Days is 1 to 3650.")] public int Days { get; set; } = 180;
    /// <summary>Within how many days the customer is promised an answer.</summary>
    [Range(1, 90, ErrorMessage = "Disputes:AnswerDays is 1 to 90.")] public int AnswerDays { get; set; } = 15;
}
