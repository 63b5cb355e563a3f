using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Wangting.Kernel;

namespace Wangting.Storage.Keys;

/// <summary>Data Protection's key ring as rows: every node reads the same ring. The interface is synchronous.</summary>
internal sealed class DatabaseKeyRing(IServiceScopeFactory scopes, TimeProvider clock) : IXmlRepository
{
    public IReadOnlyCollection<XElement> GetAllElements()
    {
        using var scope = scopes.CreateScope();
        var rows = scope.ServiceProvider.GetRequiredService<PortalDbContext>().Set<StoredKey>().AsNoTracking()
            .Where(k => k.Name.StartsWith(StoredKey.Ring)).Select(k => k.Value).ToList();
        return [.. rows.Select(XElement.Parse)];
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        using var scope = scopes.CreateScope();
        var db = scope.ServiceProvider.GetRequiredService<PortalDbContext>();
        db.Add(new StoredKey { Name = StoredKey.Ring + friendlyName, Value = element.ToString(SaveOptions.DisableFormatting), CreatedAt = clock.GetUtcNow().UtcDateTime });
        db.SaveChanges();
    }
}

/// <summary>Wraps a ring key with the root before it is written. The root is asked for then and not before: this is made
/// while the host is put together, and its tables may still have to be.</summary>
internal sealed class RingWrapper(IServiceProvider services) : IXmlEncryptor
{
    internal const string Purpose = "key-ring.1";

    public EncryptedXmlInfo Encrypt(XElement plaintextElement)
    {
        var plain = Encoding.UTF8.GetBytes(plaintextElement.ToString(SaveOptions.DisableFormatting));
        var wrapped = Wrapping.Wrap(services.GetRequiredService<MasterKey>().For(Purpose), Purpose, plain);
        CryptographicOperations.ZeroMemory(plain);
        return new EncryptedXmlInfo(new XElement("wrapped", Convert.ToBase64String(wrapped)), typeof(RingOpener));
    }
}

/// <summary>Opens what <see cref="RingWrapper"/> wrapped. Its type name stands in the stored XML: it must stay.</summary>
internal sealed class RingOpener(IServiceProvider services) : IXmlDecryptor
{
    public XElement Decrypt(XElement encryptedElement)
    {
        var plain = Wrapping.Unwrap(services.GetRequiredService<MasterKey>().For(RingWrapper.Purpose), RingWrapper.Purpose, Convert.FromBase64String(encryptedElement.Value));
        return XElement.Parse(Encoding.UTF8.GetString(plain));
    }
}
