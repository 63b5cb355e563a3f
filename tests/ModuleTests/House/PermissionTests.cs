using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Wangting.Billing;
using Wangting.Catalogue;
using Wangting.Customers;
using Wangting.Identity;
using Wangting.Kernel;
using Wangting.Notices;
using Wangting.Resources;
using Wangting.Subscriptions;

namespace Wangting.ModuleTests.House;

public sealed class Permissions_and_scopes
{
    static readonly Texts Words = Texts.Load(Assembly.Load("Wangting.Channels"), Currency.Yuan, TimeZoneInfo.Utc);

    static Permission[] All => [.. new ServiceCollection().AddSingleton<IConfiguration>(new ConfigurationBuilder().Build())
        .AddKernel().AddNotices().AddIdentity().AddCustomers().AddCatalogue().AddResources().AddSubscriptions().AddBilling()
        .Where(s => s.ServiceType == typeof(Permission)).Select(s => (Permission)s.ImplementationInstance!)];

    [Fact]
    public void Are_worded_in_every_language()
    {
        var keys = All.SelectMany(p => new[] { "permission." + p.Name, "permission.module." + p.Module }).Concat(TokenScopes.All.Select(s => "scope." + s)).Distinct();
        Assert.Empty(Unworded(keys));
        Assert.Single(Unworded(["permission.nobody.has"]), l => l.StartsWith("en ", StringComparison.Ordinal));
    }

    [Fact]
    public void Are_named_once() => Assert.Equal(All.Length, All.Select(p => p.Name).Distinct().Count());

    static string[] Unworded(IEnumerable<string> keys) => [.. from key in keys from language in Words.Languages where !Words.Has(language, key) select $"{language} {key}"];
}
