using Microsoft.Extensions.Options;
using Wangting.Kernel;

namespace Wangting;

/// <summary>What a person at the command line is told when something about the installation is wrong: a sentence, and exit
/// code 2. Anything else is a fault of ours and keeps its stack trace.</summary>
internal static class Problems
{
    public static async Task<int> SayAsync(Func<Task<int>> run)
    {
        try { return await run(); }
        catch (SetupProblem problem) { return Say(problem.Message); }
        catch (OptionsValidationException problem) { return Say(string.Join(Environment.NewLine, problem.Failures)); }
    }

    static int Say(string sentence)
    {
        Console.Error.WriteLine(sentence);
        return 2;
    }
}
