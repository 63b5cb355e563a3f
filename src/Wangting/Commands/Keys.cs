using System.CommandLine;
using Wangting.Kernel;
using Wangting.Storage.Keys;

namespace Wangting.Commands;

/// <summary><c>wangting keys …</c>: makes, rotates and exchanges keys (docs/operating.md, “Keys”).</summary>
internal static class Keys
{
    public static Command Command()
    {
        var file = new Argument<string>("file") { Description = "Where to write it; an existing file is never touched." };
        var make = new Command("make", "Make a master key.") { file };
        make.SetAction(parsed =>
        {
            MasterKeyFile.Make(parsed.GetValue(file)!);
            Console.WriteLine($"Made {parsed.GetValue(file)}. Keep a copy apart from the database's backups: without it they cannot be read.");
            return 0;
        });
        var rotate = new Command("rotate", "Use a new ring key from now on; what older ones closed still opens.");
        rotate.SetAction(async (_, ct) =>
        {
            await using var scope = Scope(out var host);
            using var _1 = host;
            Console.WriteLine($"Ring key {scope.ServiceProvider.GetRequiredService<RotateKeys>().NewRingKey()} is in use. Next: wangting keys reclose");
            return 0;
        });
        var reclose = new Command("reclose", "Encrypt every closed column with the newest ring key. May run while serving.");
        reclose.SetAction(async (_, ct) =>
        {
            await using var scope = Scope(out var host);
            using var _1 = host;
            foreach (var (column, seen, changed) in await scope.ServiceProvider.GetRequiredService<CloseAnew>().HandleAsync(ct))
                Console.WriteLine($"{column}: {changed} of {seen} closed anew");
            return 0;
        });
        var rewrap = new Command("rewrap", "Wrap the root with the first line of the master key file; then the other lines can go.");
        rewrap.SetAction(async (_, ct) =>
        {
            await using var scope = Scope(out var host);
            using var _1 = host;
            await scope.ServiceProvider.GetRequiredService<RotateKeys>().RewrapAsync(ct);
            Console.WriteLine("The root is wrapped by the first key of the file. The older lines may be removed on every node.");
            return 0;
        });
        return new Command("keys", "Make, rotate and exchange keys.") { make, rotate, reclose, rewrap };
    }

    static AsyncServiceScope Scope(out IHost host)
    {
        host = Hall.BuildForCommand();
        return host.Services.CreateAsyncScope();
    }
}
