namespace Wangting.Catalogue;

/// <summary>What Catalogue's operations ask for; also scopes of tokens.</summary>
public static class CataloguePermissions
{
    /// <summary>See offers that are not on sale, too.</summary>
    public const string Read = "catalogue.read";
    /// <summary>Make and change offers and prices.</summary>
    public const string Write = "catalogue.write";
    /// <summary>Put versions on sale and take them off it.</summary>
    public const string Publish = "catalogue.publish";
}
