using System.Reflection;
using Wangting.Storage;

namespace Wangting.ModuleTests.House;

/// <summary>The walls of <c>docs/map.md</c>, read from the compiled assemblies. Each has a twin that shows it can fail.</summary>
public sealed class The_walls
{
    // A project sees only what stands to its left.
    static readonly string[] FromLeft =
        ["Kernel", "Notices", "Identity", "Customers", "Catalogue", "Resources", "Subscriptions", "Billing", "Mirror", "Journeys", "Import", "Storage", "Channels"];

    static readonly string[] Modules = [.. FromLeft.TakeWhile(n => n != "Storage")];

    // Packages of ASP.NET Core's name that need no web server: contracts and stores.
    static readonly string[] AllowedOfAspNet =
        ["Microsoft.AspNetCore.DataProtection.Abstractions", "Microsoft.AspNetCore.Identity.EntityFrameworkCore"];

    static Assembly Of(string name) => Assembly.Load("Wangting." + name);

    static IEnumerable<string> References(string name) => Of(name).GetReferencedAssemblies().Select(r => r.Name!);

    static IEnumerable<string> WebReferences(Assembly assembly) =>
        assembly.GetReferencedAssemblies().Select(r => r.Name!)
            .Where(r => r.StartsWith("Microsoft.AspNetCore.", StringComparison.Ordinal) && !AllowedOfAspNet.Contains(r)).Select(r => $"{assembly.GetName().Name} uses {r}");

    [Fact]
    public void No_module_knows_the_web() => Assert.Empty(Modules.Select(Of).SelectMany(WebReferences));

    [Fact]
    public void A_module_that_knew_the_web_would_be_named() =>
        Assert.NotEmpty(WebReferences(typeof(Microsoft.AspNetCore.DataProtection.EphemeralDataProtectionProvider).Assembly));

    static IEnumerable<string> WrongDirections(string[] fromLeft) =>
        from name in fromLeft
        from reference in References(name)
        where reference.StartsWith("Wangting.", StringComparison.Ordinal)
        let other = reference["Wangting.".Length..]
        where Array.IndexOf(fromLeft, other) >= Array.IndexOf(fromLeft, name)
        select $"{name} sees {other}, which stands to its right";

    [Fact]
    public void Every_project_sees_only_what_stands_to_its_left() => Assert.Empty(WrongDirections(FromLeft));

    [Fact]
    public void A_look_to_the_right_would_be_named() => Assert.NotEmpty(WrongDirections([.. FromLeft.Reverse()]));

    // Doors are not to be bound to a database either.
    static IEnumerable<string> DatabaseReferences(string name) =>
        References(name).Where(r => r.Contains("Sqlite", StringComparison.OrdinalIgnoreCase) || r.Contains("Npgsql", StringComparison.OrdinalIgnoreCase)).Select(r => $"{name} uses {r}");

    [Fact]
    public void Only_Storage_knows_the_databases() => Assert.Empty(FromLeft.Where(n => n != "Storage").SelectMany(DatabaseReferences));

    [Fact]
    public void Knowing_a_database_would_be_named() => Assert.NotEmpty(DatabaseReferences("Storage"));

    static IEnumerable<string> PublicEntities(IEnumerable<Type> tables) =>
        from table in tables
        from shape in table.GetInterfaces()
        where shape.IsGenericType && shape.GetGenericTypeDefinition() == typeof(Microsoft.EntityFrameworkCore.IEntityTypeConfiguration<>)
        let entity = shape.GetGenericArguments()[0]
        where entity.IsVisible && entity.Namespace?.StartsWith("Wangting.", StringComparison.Ordinal) == true
        select entity.FullName;

    [Fact]
    public void Entities_are_their_modules_own() => Assert.Empty(Model.Parts.SelectMany(p => PublicEntities(p.Assembly.GetTypes())));

    [Fact]
    public void A_public_entity_would_be_named() => Assert.Equal([typeof(Shown).FullName], PublicEntities([typeof(ShownTable)]));
}

public sealed class Shown
{
    public Guid Id { get; init; }
}

public abstract class ShownTable : Microsoft.EntityFrameworkCore.IEntityTypeConfiguration<Shown>
{
    public abstract void Configure(Microsoft.EntityFrameworkCore.Metadata.Builders.EntityTypeBuilder<Shown> builder);
}
