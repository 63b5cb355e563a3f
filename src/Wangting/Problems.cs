using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;
using Wangting.Kernel;

namespace Wangting;

/// <summary>What a person at the command line is told when something about the installation is wrong: a sentence, and exit
/// code 2. Anything else is a fault of ours and keeps its stack trace (exit code 1).</summary>
internal static partial class Problems
{
    public static async Task<int> SayAsync(Func<Task<int>> run)
    {
        try { return await run(); }
        catch (SetupProblem problem) { return Say(problem.Message); }
        catch (OptionsValidationException problem) { return Say(Sentences(problem)); }
        catch (AggregateException problems) when (problems.InnerExceptions.All(p => p is OptionsValidationException))
        {
            return Say([.. problems.InnerExceptions.SelectMany(p => Sentences((OptionsValidationException)p))]);
        }
        catch (IOException problem) when (problem.InnerException is AddressInUseException)
        {
            return Say(problem.Message + " Another program listens there: end it, or name another address (demo: --port, serve: the setting Urls).");
        }
        catch (OperationCanceledException) { return 130; } // Ctrl+C, by the shells' custom
#pragma warning disable CA1031 // The outermost frame: thrown further it would be an abort with a core dump.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            Console.Error.WriteLine(fault);
            return 1;
        }
    }

    static int Say(params string[] sentences)
    {
        foreach (var sentence in sentences) Console.Error.WriteLine(sentence);
        return 2;
    }

    // The platform wraps our sentence in one of its own, which names a class.
    public static string[] Sentences(OptionsValidationException problem) =>
        [.. problem.Failures.Select(f => Wrapped().Match(f) is { Success: true } match ? match.Groups["ours"].Value : f)];

    [GeneratedRegex("^DataAnnotation validation failed for .* with the error: '(?<ours>.*)'\\.$", RegexOptions.Singleline)]
    private static partial Regex Wrapped();
}
