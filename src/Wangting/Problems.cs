using Microsoft.Extensions.Options;
using Wangting.Kernel;

namespace Wangting;

/// <summary>What a person at the command line is told when something about the installation is wrong: a sentence, and exit
/// code 2. Anything else is a fault of ours and keeps its stack trace (exit code 1).</summary>
internal static class Problems
{
    public static async Task<int> SayAsync(Func<Task<int>> run)
    {
        try { return await run(); }
        catch (SetupProblem problem) { return Say(problem.Message); }
        catch (OptionsValidationException problem) { return Say(string.Join(Environment.NewLine, problem.Failures)); }
        catch (OperationCanceledException) { return 130; } // Ctrl+C, by the shells' custom
#pragma warning disable CA1031 // The outermost frame: thrown further it would be an abort with a core dump.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            Console.Error.WriteLine(fault);
            return 1;
        }
    }

    static int Say(string sentence)
    {
        Console.Error.WriteLine(sentence);
        return 2;
    }
}
