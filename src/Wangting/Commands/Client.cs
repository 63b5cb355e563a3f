using System.CommandLine;
using Wangting.Identity;
using Wangting.Kernel;
using Wangting.Storage;

namespace Wangting.Commands;

/// <summary><c>wangting client add NAME --scope …</c>: registers a machine, or with <c>--redirect</c> a site or app that
/// signs people in.</summary>
internal static class Client
{
    public static Command Command()
    {
        var name = new Argument<string>("name") { Description = "What people call it." };
        var scopes = new Option<string[]>("--scope") { Description = "A scope; may be given several times.", AllowMultipleArgumentsPerToken = true, Required = true };
        var redirects = new Option<string[]>("--redirect") { Description = "An address that codes go back to; makes it a site that signs people in.", DefaultValueFactory = _ => [] };
        var signedOut = new Option<string[]>("--signed-out") { Description = "An address to go to after signing out.", DefaultValueFactory = _ => [] };
        var native = new Option<bool>("--native") { Description = "An app on people's own devices, without a secret." };
        var embed = new Option<string?>("--embed-origin") { Description = "With scope embed: the origin whose pages may frame pieces of the hall, such as https://desk.example." };
        var own = new Option<bool>("--first-party") { Description = "The operator's own: people are not asked for consent." };
        var add = new Command("add", "Register a client and print its id and secret, this once.") { name, scopes, redirects, signedOut, native, own, embed };
        add.SetAction(async (parsed, ct) =>
        {
            using var host = Hall.BuildForCommand();
            await host.Services.PrepareAsync(migratePostgres: false, ct);
            await using var scope = host.Services.CreateAsyncScope();
            var kind = parsed.GetValue(native) ? ClientKind.Native : parsed.GetValue(redirects)!.Length > 0 ? ClientKind.Web : ClientKind.Machine;
            var outcome = await scope.ServiceProvider.GetRequiredService<AddClientHandler>().HandleAsync(
                new(parsed.GetValue(name)!, kind, parsed.GetValue(scopes)!, parsed.GetValue(redirects), parsed.GetValue(signedOut), parsed.GetValue(own), parsed.GetValue(embed)), Caller.System, ct);
            if (outcome.IsRefused(out var why, out var added))
            {
                Console.Error.WriteLine(host.Services.GetRequiredService<Texts>().Say("en", why));
                return 1;
            }
            Console.WriteLine($"client_id     {added.ClientId}");
            Console.WriteLine(added.Secret is null ? "It has no secret: it shows PKCE alone." : $"client_secret {added.Secret}");
            if (added.Secret is not null) Console.WriteLine("The secret is shown this once.");
            return 0;
        });
        return new Command("client", "Programs that may ask for tokens.") { add };
    }
}
