using System.Collections.Frozen;

namespace Wangting.Identity;

/// <summary>What a token can allow. Worded for the consent page by <c>scope.&lt;name&gt;</c>.</summary>
public static class TokenScopes
{
    /// <summary>What a person can let a client do in their name.</summary>
    public static readonly FrozenSet<string> OfPersons = FrozenSet.Create(StringComparer.Ordinal, "openid", "profile", "phone", "offline_access");

    /// <summary>What the operator can let a machine do, by noun of the Open APIs; reading and writing apart.</summary>
    public static readonly FrozenSet<string> OfMachines = new[] { "party", "customer", "account", "catalogue", "inventory", "usage", "bill", "balance", "payment" }
        .SelectMany(noun => new[] { noun + ".read", noun + ".write" }).ToFrozenSet(StringComparer.Ordinal);

    public static readonly FrozenSet<string> All = OfPersons.Concat(OfMachines).ToFrozenSet(StringComparer.Ordinal);
}
