using Wangting.Kernel;

namespace Wangting.Journeys;

public enum ScreenKind { Form, Summary, Answer, Refused, Proof, Human }

/// <summary>What to show next, in no channel's terms.</summary>
public sealed record Screen
{
    public required string Journey { get; init; }
    public required ScreenKind Kind { get; init; }
    public required Text Title { get; init; }
    public IReadOnlyList<Line> Lines { get; init; } = [];
    /// <summary>What is awaited: one thing at a time, or on a wide channel all that do not depend on one another.</summary>
    public IReadOnlyList<Ask> Asks { get; init; } = [];
    public IReadOnlyList<Text> Notes { get; init; } = [];
    /// <summary>What is wrong with the last input as a whole.</summary>
    public Refusal? Error { get; init; }
    public Uri? ContinueAt { get; init; }
    /// <summary>On a summary: what a yes must name.</summary>
    public string? Digest { get; init; }
    public Text? Act { get; init; }
    public Money? Charge { get; init; }
    public IReadOnlyList<Onward> Onward { get; init; } = [];
    /// <summary>On a proof: what is missing, and how fresh it must be.</summary>
    public ProofNeeded? Needed { get; init; }
    /// <summary>Whether there is anywhere to go back to; home and a human there always are.</summary>
    public bool Back { get; init; } = true;
    /// <summary>How many pages of asking lie behind.</summary>
    public int StepsBehind { get; init; }

    /// <summary>The options in the order that a numbered channel counts them.</summary>
    public IReadOnlyList<Option> Numbered => Kind switch
    {
        ScreenKind.Form or ScreenKind.Proof => Asks is [var one] ? one.Options : [],
        ScreenKind.Answer => [.. Onward.Select((o, i) => new Option(i.ToString(System.Globalization.CultureInfo.InvariantCulture), o.Label))],
        _ => [],
    };
}

/// <summary>One thing awaited.</summary>
/// <param name="Typed">What was typed or chosen before, to be shown again.</param>
public sealed record Ask(Field Field, Text Prompt, IReadOnlyList<Option> Options, string? Typed = null, Refusal? Error = null, Money? Least = null, Money? Most = null);
