using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Wangting.Kernel;

namespace Wangting.Storage.Keys;

/// <summary>One key of the Data Protection ring, wrapped by the master key: what lies here opens nothing by itself.</summary>
internal sealed class ProtectionKey
{
    public Guid Id { get; init; }
    public required string Name { get; init; }
    public required string Xml { get; init; }
    public DateTime CreatedAt { get; init; }
}

internal sealed class ProtectionKeyTable : IEntityTypeConfiguration<ProtectionKey>
{
    public void Configure(EntityTypeBuilder<ProtectionKey> builder)
    {
        builder.ToTable("kernel_protection_keys");
        builder.Property(k => k.Name).HasMaxLength(100);
        builder.Property(k => k.Xml).HasMaxLength(8000);
    }
}

/// <summary>Keeps the ring in the database, so that every node has the same. A scope of its own: never an operation's
/// unit of work.</summary>
internal sealed class KeyRingRows(IServiceScopeFactory scopes, TimeProvider clock) : IXmlRepository
{
    public IReadOnlyCollection<XElement> GetAllElements()
    {
        using var scope = scopes.CreateScope();
        return [.. scope.ServiceProvider.GetRequiredService<PortalDbContext>().Set<ProtectionKey>().AsNoTracking().OrderBy(k => k.Id).Select(k => k.Xml).ToList().Select(XElement.Parse)];
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        using var scope = scopes.CreateScope();
        var db = scope.ServiceProvider.GetRequiredService<PortalDbContext>();
        db.Add(new ProtectionKey { Id = Guid.CreateVersion7(), Name = friendlyName, Xml = element.ToString(SaveOptions.DisableFormatting), CreatedAt = clock.GetUtcNow().UtcDateTime });
        db.SaveChanges();
    }
}

/// <summary>Wraps ring keys with AES-256-GCM under a key derived from the master key.</summary>
internal sealed class MasterKeyWrap(MasterKey master) : IXmlEncryptor
{
    internal const string Purpose = "key-ring.1";

    public EncryptedXmlInfo Encrypt(XElement plaintextElement)
    {
        var plain = Encoding.UTF8.GetBytes(plaintextElement.ToString(SaveOptions.DisableFormatting));
        var made = new byte[12 + 16 + plain.Length];
        RandomNumberGenerator.Fill(made.AsSpan(0, 12));
        using var aes = new AesGcm(master.For(Purpose), 16);
        aes.Encrypt(made.AsSpan(0, 12), plain, made.AsSpan(28), made.AsSpan(12, 16));
        return new EncryptedXmlInfo(new XElement("wrapped", Convert.ToBase64String(made)), typeof(MasterKeyUnwrap));
    }
}

/// <summary>The other way. Data Protection makes it from its type name, giving it the services.</summary>
public sealed class MasterKeyUnwrap(IServiceProvider services) : IXmlDecryptor
{
    public XElement Decrypt(XElement encryptedElement)
    {
        var wrapped = Convert.FromBase64String(encryptedElement.Value);
        var plain = new byte[wrapped.Length - 28];
        using var aes = new AesGcm(services.GetRequiredService<MasterKey>().For(MasterKeyWrap.Purpose), 16);
        aes.Decrypt(wrapped.AsSpan(0, 12), wrapped.AsSpan(28), wrapped.AsSpan(12, 16), plain);
        return XElement.Parse(Encoding.UTF8.GetString(plain));
    }
}

internal sealed class KeyRingSetup(IServiceScopeFactory scopes, TimeProvider clock, MasterKey master) : IConfigureOptions<KeyManagementOptions>
{
    public void Configure(KeyManagementOptions options)
    {
        options.XmlRepository = new KeyRingRows(scopes, clock);
        options.XmlEncryptor = new MasterKeyWrap(master);
    }
}
