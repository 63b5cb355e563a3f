using System.CommandLine;
using Wangting.Identity;
using Wangting.Kernel;
using Wangting.Storage;

namespace Wangting.Commands;

/// <summary><c>wangting staff add NAME --role …</c>: how the first administrator comes in; the others are added on the
/// staff pages.</summary>
internal static class Staff
{
    public static Command Command()
    {
        var name = new Argument<string>("name") { Description = "What they sign in with: letters, digits and . _ -" };
        var roles = new Option<string[]>("--role") { Description = "A role; may be given several times.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [] };
        var display = new Option<string?>("--display-name") { Description = "Full name; the name itself when left out." };
        var area = new Option<string?>("--area") { Description = "Where the roles hold; the whole cell when left out." };
        var add = new Command("add", "Add a member of staff and print a one-time password, this once.") { name, roles, display, area };
        add.SetAction(async (parsed, ct) =>
        {
            using var host = Hall.BuildForCommand();
            await host.Services.PrepareAsync(migratePostgres: false, ct);
            await using var scope = host.Services.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<MakeStartingRoles>().HandleAsync(ct);
            var who = parsed.GetValue(name)!;
            var outcome = await scope.ServiceProvider.GetRequiredService<AddStaffHandler>()
                .HandleAsync(new(who, parsed.GetValue(display) ?? who, parsed.GetValue(roles)!, parsed.GetValue(area)), Caller.System, ct);
            if (outcome.IsRefused(out var why, out var added))
            {
                Console.Error.WriteLine(host.Services.GetRequiredService<Texts>().Say("en", why));
                return 1;
            }
            Console.WriteLine($"{added.Name} signs in at /staff with the one-time password {added.OneTimePassword}");
            Console.WriteLine($"It is good until {added.Until:u} and shown this once; the first sign-in sets a password and a code generator.");
            if (parsed.GetValue(roles)!.Length == 0) Console.WriteLine("No --role was given: they may do nothing until one is.");
            return 0;
        });
        return new Command("staff", "Those who work here.") { add };
    }
}
