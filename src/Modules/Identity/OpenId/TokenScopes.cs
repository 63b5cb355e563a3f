using System.Collections.Frozen;

namespace Wangting.Identity;

/// <summary>What a token can allow. Worded for the consent page by <c>scope.&lt;name&gt;</c>.</summary>
public static class TokenScopes
{
    /// <summary>Show pieces of the hall in another system's desk.</summary>
    public const string Embed = "embed";

    /// <summary>What the operator can let a machine do, by noun of the Open APIs; reading and writing apart.</summary>
    public static readonly FrozenSet<string> OfMachines = new[] { "party", "customer", "account", "catalogue", "inventory", "usage", "bill", "balance", "payment", "interaction" }
        .SelectMany(noun => new[] { noun + ".read", noun + ".write" }).Append("balance.adjust").Append(Embed).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>What a person can let a client do in their name: see what is theirs, and pay.</summary>
    public static readonly FrozenSet<string> OfPersons = new[] { "openid", "profile", "phone", "offline_access", "payment.write" }
        .Concat(OfMachines.Where(s => s.EndsWith(".read", StringComparison.Ordinal))).ToFrozenSet(StringComparer.Ordinal);

    public static readonly FrozenSet<string> All = OfPersons.Concat(OfMachines).ToFrozenSet(StringComparer.Ordinal);
}
