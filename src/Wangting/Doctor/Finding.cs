using Wangting.Kernel;

namespace Wangting.Doctor;

/// <summary>A note is worth knowing; a warning will hurt some day; with a fault something does not work now.</summary>
public enum Severity { Note, Warning, Fault }

/// <summary>Something that is not right, worded by the texts <c>doctor.CODE</c>, <c>doctor.CODE.why</c> and <c>doctor.CODE.do</c>.</summary>
/// <param name="Where">The setting, file, address or thing it is about.</param>
public sealed record Finding(Severity Severity, string Code, string Where, IReadOnlyDictionary<string, object?> Values)
{
    internal static Finding Of(Severity severity, string code, string where, params (string Name, object? Value)[] values) =>
        new(severity, code, where, values.Append(("where", (object?)where)).ToDictionary(v => v.Item1, v => v.Item2, StringComparer.Ordinal));

    internal static Finding Fault(string code, string where, params (string Name, object? Value)[] values) => Of(Severity.Fault, code, where, values);

    internal static Finding Warning(string code, string where, params (string Name, object? Value)[] values) => Of(Severity.Warning, code, where, values);

    internal string What(Texts texts, string language) => texts.Say(language, "doctor." + Code, Values);

    internal string Why(Texts texts, string language) => texts.Say(language, $"doctor.{Code}.why", Values);

    internal string Do(Texts texts, string language) => texts.Say(language, $"doctor.{Code}.do", Values);
}
