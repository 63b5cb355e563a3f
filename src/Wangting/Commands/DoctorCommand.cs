using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using Wangting.Channels;
using Wangting.Doctor;
using Wangting.Kernel;

namespace Wangting.Commands;

/// <summary><c>wangting doctor</c>: looks at everything without changing anything, and says what is wrong, why it matters
/// and what to do. Exit code 0: nothing; 1: warnings; 2: something does not work.</summary>
internal static class DoctorCommand
{
    static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Web) { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Command Command()
    {
        var json = new Option<bool>("--json") { Description = "For programs: a list of findings." };
        var command = new Command("doctor", "Say what is wrong with this installation, and what to do.") { json, Words.Option };
        command.SetAction(async (parsed, ct) =>
        {
            var language = Words.Language(parsed);
            var texts = ChannelsServices.LoadTexts(new OperatorOptions());
            var found = await Examination.RunAsync(null, ct);
            if (parsed.GetValue(json))
                Console.WriteLine(JsonSerializer.Serialize(found.Select(f => new { Severity = f.Severity.ToString(), f.Code, f.Where, What = f.What(texts, language), Why = f.Why(texts, language), Do = f.Do(texts, language) }), Form));
            else Print(found, texts, language);
            return found.Count == 0 ? 0 : found.Max(f => f.Severity) switch { Severity.Fault => 2, Severity.Warning => 1, _ => 0 };
        });
        return command;
    }

    static void Print(IReadOnlyList<Finding> found, Texts texts, string language)
    {
        foreach (var finding in found)
        {
            Console.WriteLine($"{texts.Say(language, finding.Severity)} {finding.What(texts, language)} [{finding.Where}]");
            Console.WriteLine("   " + finding.Why(texts, language));
            Console.WriteLine(" → " + finding.Do(texts, language));
        }
        Console.WriteLine(texts.Say(language, found.Any(f => f.Severity != Severity.Note) ? "doctor.found" : "doctor.well",
            ("faults", found.Count(f => f.Severity == Severity.Fault)), ("warnings", found.Count(f => f.Severity == Severity.Warning)), ("notes", found.Count(f => f.Severity == Severity.Note))));
    }

    static string Say(this Texts texts, string language, Severity severity) => texts.Value(language, severity, "");
}
