using System.Diagnostics.CodeAnalysis;

namespace Wangting.Kernel;

/// <summary>Why an operation said no, coarse enough for a door to choose its form (a status, a prompt, a page).</summary>
public enum RefusalKind { NotFound, NotAllowed, Invalid, Conflict, Unavailable }

/// <summary>An expected <em>no</em>. The code is a text key (<c>payment.account_closed</c>): every door words it.</summary>
/// <param name="Code">Text key, <c>noun.reason</c>.</param>
/// <param name="Details">Values the text names, by placeholder.</param>
/// <param name="Field">The input it is about, where there is one.</param>
public sealed record Refusal(RefusalKind Kind, string Code, IReadOnlyDictionary<string, object?>? Details = null, string? Field = null)
{
    public static Refusal NotFound(string code) => new(RefusalKind.NotFound, code);
    public static Refusal NotAllowed(string code, params (string, object?)[] details) => new(RefusalKind.NotAllowed, code, Named(details));
    public static Refusal Invalid(string code, string? field = null, params (string, object?)[] details) => new(RefusalKind.Invalid, code, Named(details), field);
    public static Refusal Conflict(string code, params (string, object?)[] details) => new(RefusalKind.Conflict, code, Named(details));
    public static Refusal Unavailable(string code, params (string, object?)[] details) => new(RefusalKind.Unavailable, code, Named(details));

    /// <summary>The caller's proof is too weak or too old for this act: the door asks for what is missing.</summary>
    public static Refusal StepUp(Assurance needed, TimeSpan maxAge) =>
        NotAllowed(StepUpCode, ("level", needed), ("minutes", (int)maxAge.TotalMinutes));

    public const string StepUpCode = "proof.needed";

    static Dictionary<string, object?>? Named((string Name, object? Value)[] details) =>
        details.Length == 0 ? null : details.ToDictionary(d => d.Name, d => d.Value, StringComparer.Ordinal);
}

/// <summary>What every operation answers: a value, or a refusal. Faults are exceptions, not outcomes.</summary>
public readonly struct Outcome<T>
{
    readonly T? value;
    readonly Refusal? refusal;

    Outcome(T? value, Refusal? refusal) => (this.value, this.refusal) = (value, refusal);

    public bool Succeeded => refusal is null;

    /// <summary>The value; asking for it after a refusal is a programming error.</summary>
    public T Value => refusal is null ? value! : throw new InvalidOperationException($"Refused: {refusal.Code}");

    public Refusal? Refusal => refusal;

    public bool IsRefused([NotNullWhen(true)] out Refusal? why, [MaybeNullWhen(true)] out T result)
    {
        why = refusal;
        result = value;
        return refusal is not null;
    }

    public TResult Match<TResult>(Func<T, TResult> yes, Func<Refusal, TResult> no) => refusal is null ? yes(value!) : no(refusal);

#pragma warning disable CA2225 // The conversions are the point: an operation returns its value or a refusal as it is.
    public static implicit operator Outcome<T>(T value) => new(value, null);
    public static implicit operator Outcome<T>(Refusal refusal) => new(default, refusal ?? throw new ArgumentNullException(nameof(refusal)));
#pragma warning restore CA2225
}

/// <summary>The value of an operation that has nothing to say but yes.</summary>
public readonly record struct Done
{
    public static readonly Done Yes;
}
